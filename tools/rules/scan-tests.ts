/** Finds the tests that cite a rule, by their titles: `describe('R22: …')`, `it('within: …')`, `it('beyond: …')`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** On which side of the rule's boundary a test stands; null for a test that only cites it. */
export type Side = 'within' | 'beyond' | null

export interface CitingTest {
  /** From the repository's root. */
  file: string
  /** The test's own title, without its side. */
  title: string
  side: Side
  rules: string[]
}

const TEST_NAMES = new Set(['it', 'test'])
/** R22, but not the TZ-R04 of an error's code. */
const CITED = /(?<![\w-])R([1-9]\d?)(?!\d)(?:[–-]R([1-9]\d?)(?!\d))?/g
const SIDED = /^(within|beyond): /

/** Every test under a folder that cites a rule, itself or by the `describe` it stands in, in order of file and line. */
export function scanTests(root: string, folder: string): CitingTest[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.test.ts'))
    .sort()
    .flatMap((file) => {
      const path = `${folder}/${file.replaceAll('\\', '/')}`
      return scanText(path, readFileSync(join(root, path), 'utf8'))
    })
}

export function scanText(file: string, source: string): CitingTest[] {
  const found: CitingTest[] = []
  const visit = (node: ts.Node, above: readonly string[]): void => {
    const call = ts.isCallExpression(node) ? titledCall(node) : null
    if (call !== null && TEST_NAMES.has(call.name)) found.push(testOf(file, call.title, above))
    const inside = call?.name === 'describe' ? [...above, ...citedIn(call.title)] : above
    ts.forEachChild(node, (child) => visit(child, inside))
  }
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest), [])
  return found.filter(({ rules }) => rules.length > 0)
}

/** The rules of a title; R2–R4 are three. */
export function citedIn(title: string): string[] {
  return [...title.matchAll(CITED)].flatMap(([, first, last]) => {
    const from = Number(first)
    const to = last === undefined ? from : Number(last)
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => `R${from + index}`)
  })
}

function testOf(file: string, title: string, above: readonly string[]): CitingTest {
  const [, side] = SIDED.exec(title) ?? []
  return {
    file,
    title: title.replace(SIDED, ''),
    side: side === 'within' || side === 'beyond' ? side : null,
    rules: [...new Set([...above, ...citedIn(title)])],
  }
}

/** `it('…')`, `describe('…')`, `it.each(…)('…')`: the name at the root and the literal title. */
function titledCall(call: ts.CallExpression): { name: string; title: string } | null {
  const [first] = call.arguments
  const name = rootName(call.expression)
  if (first === undefined || name === null) return null
  return ts.isStringLiteralLike(first) ? { name, title: first.text } : null
}

function rootName(expression: ts.Expression): string | null {
  if (ts.isIdentifier(expression)) return expression.text
  if (ts.isPropertyAccessExpression(expression)) return rootName(expression.expression)
  // it.each([...])(title): the table's own call is no test.
  return ts.isCallExpression(expression) ? rootName(expression.expression) : null
}
