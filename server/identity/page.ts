/** Pages for the patient's own phone: made here, in Japanese, large, without a script, and never with a personal value. */
import { createHash } from 'node:crypto'
import type { Mode } from '../../api/wire'
import type { IdentityErrorCode } from '../../domain/errors'

const STYLE = `
:root { color-scheme: light; }
body { margin: 0; background: #faf7f2; color: #1a1a1c; line-height: 1.75;
  font-family: "BIZ UDPGothic", "Hiragino Sans", "Noto Sans JP", sans-serif; font-size: 1.25rem; }
main { box-sizing: border-box; max-width: 34rem; min-height: 100vh; margin: 0 auto; padding: 2rem 1.25rem;
  display: flex; flex-direction: column; gap: 1rem; justify-content: center; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.4; }
p, ol { margin: 0; }
ol { padding-left: 1.5em; display: grid; gap: 0.5rem; }
.mark { width: 4.5rem; height: 4.5rem; }
.go { box-sizing: border-box; display: block; min-height: 4rem; padding: 1rem; border-radius: 0.75rem;
  background: #0017c1; color: #fff; font-weight: 700; text-align: center; text-decoration: none; }
.go:focus-visible { outline: 4px solid #000; outline-offset: 2px; box-shadow: 0 0 0 2px #ffd43d; }
.band { margin: 0; background: #ffd43d; color: #000; font-weight: 700; text-align: center; }
.note { font-size: 1rem; color: #4d4d4d; }
`

/** Of the style alone: nothing else may be loaded, run, sent or framed. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export type PageCode = IdentityErrorCode | 'TZ-G21' | 'TZ-G26'

export interface Pages {
  /** Before the provider: who asks for what, so that nobody agrees to something they were not told of. */
  start(facilityName: string, onward: string): string
  done(): string
  /** What went wrong in words for the patient, and what to do; the code stands small, for the telephone. */
  failed(code: PageCode): string
}

/** In training every page says so. */
export function createPages(mode: Mode): Pages {
  const band = mode === 'training' ? '<p class="band">訓練用</p>' : ''
  return {
    start: (facilityName, onward) => startPage(band, facilityName, onward),
    done: () => donePage(band),
    failed: (code) => failedPage(band, code),
  }
}

function startPage(band: string, facilityName: string, onward: string): string {
  return page(
    band,
    'ご本人の確認',
    `<h1>ご本人の確認</h1>
<p>${escapeHtml(facilityName)}のスタッフが、いま目の前にいますか。</p>
<ol>
<li>「デジタル認証アプリに進む」を押します。</li>
<li>アプリで、マイナンバーカードを読み取り、暗証番号4桁を入力します。</li>
<li>「確認できました」と出たら終わりです。</li>
</ol>
<p>お名前と生年月日だけを確かめます。確かめたあと、どこにも残しません。</p>
<a class="go" href="${escapeHtml(onward)}" rel="noreferrer">デジタル認証アプリに進む</a>
<p class="note">心当たりのない方は、この画面を閉じてください。</p>`,
  )
}

function donePage(band: string): string {
  return page(
    band,
    '確認できました',
    `<svg class="mark" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="22" fill="#197a4b"/><path d="M13 25l8 8 14-17" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/></svg>
<h1>確認できました</h1>
<p>ご協力ありがとうございました。</p>
<p>この画面を閉じて、スタッフにお知らせください。</p>`,
  )
}

function failedPage(band: string, code: PageCode): string {
  const { title, text } = WORDS[code] ?? USUAL
  return page(
    band,
    title,
    `<svg class="mark" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="22" fill="#6e6e6e"/><path d="M24 12v15" stroke="#fff" stroke-width="5" stroke-linecap="round"/><circle cx="24" cy="35" r="3" fill="#fff"/></svg>
<h1>${title}</h1>
<p>${text}</p>
<p>この画面を閉じて、スタッフにお知らせください。ほかの方法でも確認できます。</p>
<p class="note">${code}</p>`,
  )
}

interface Words {
  title: string
  text: string
}

const USUAL: Words = {
  title: '確認できませんでした',
  text: 'うまくいきませんでした。何も失われていません。',
}
const USED: Words = {
  title: 'この画面は使えません',
  text: '新しいQRコードに替わったか、もう使い終わった画面です。',
}

const WORDS: Partial<Record<PageCode, Words>> = {
  'TZ-I02': {
    title: '確認をやめました',
    text: 'アプリでの確認は行われませんでした。それでもかまいません。',
  },
  'TZ-I03': { title: '時間が過ぎました', text: '新しいQRコードを出してもらってください。' },
  'TZ-I04': USED,
  'TZ-I05': USED,
  'TZ-I09': {
    title: '確かめられませんでした',
    text: '訪問の予定の方と同じかどうかを、確かめられませんでした。',
  },
  'TZ-I13': { title: '確認をやめました', text: 'スタッフが、この方法での確認をやめました。' },
  'TZ-G26': { title: '少しお待ちください', text: '続けて何度も開かれたため、しばらく使えません。' },
}

function page(band: string, title: string, body: string): string {
  return `<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
${band}<main>
${body}
</main>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
