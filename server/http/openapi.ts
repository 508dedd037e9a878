/** The OpenAPI 3.1 document, made from the same schemas that validate. */
import type { Hono } from 'hono'
import { openAPIRouteHandler } from 'hono-openapi'
import { PATHS, WIRE_HEADER } from '../../api/wire'
import { SESSION_COOKIE } from '../admin/session'
import type { GatewayEnv } from './context'

/** `GET /openapi.json` over everything mounted on `app`. */
export function mountOpenApi(app: Hono<GatewayEnv>): void {
  app.get(
    PATHS.openapi,
    openAPIRouteHandler(app, {
      documentation: {
        openapi: '3.1.0',
        info: {
          title: 'Tazune gateway',
          version: '1',
          description: `Requests carry \`${WIRE_HEADER}\`. Refusals are application/problem+json with a permanent code.`,
        },
        servers: [{ url: '/' }],
        components: {
          securitySchemes: {
            session: {
              type: 'apiKey',
              in: 'cookie',
              name: `__Host-${SESSION_COOKIE}`,
              description: 'Of the administrator’s page; writes carry its Origin.',
            },
            receiver: {
              type: 'http',
              scheme: 'bearer',
              description: 'The token of one of a facility’s webhooks.',
            },
            dpop: {
              type: 'http',
              scheme: 'DPoP',
              description: 'RFC 9449: a token of /v1/access and a proof by the device’s key.',
            },
          },
        },
      },
      defaultValidationErrorResponse: false,
    }),
  )
}
