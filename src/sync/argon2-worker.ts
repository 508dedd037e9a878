/** Hashes one passcode off the page's thread; answers the hash, or null where it could not. */
import { hashHere, type HashRequest } from './argon2'

addEventListener('message', (event: MessageEvent<HashRequest>) => {
  hashHere(event.data).then(
    (hash) => postMessage(hash, { transfer: [hash.buffer] }),
    // The page tries it itself and says what is wrong; a fault cannot be sent over as what it is.
    () => postMessage(null),
  )
})
