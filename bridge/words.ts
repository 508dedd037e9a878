/** What stands in the terminal. Never anything of a card. */
import { BRIDGE_PORT } from '../api/bridge/wire'
import type { BridgeNote } from './server'

export const HELP = `たずね 連携ソフト: このパソコンのカードリーダーを、たずねの画面から使えるようにします。

使い方: tazune-bridge --origin https://たずねのアドレス

  --origin アドレス  使ってよいたずねのアドレス(https://…)。繰り返して書けます。
  --port 番号        待ち受ける番号(初期値 ${BRIDGE_PORT})。このパソコンの中からだけ届きます。
  --reader 名前      使うカードリーダーの名前の一部。書かなければ、カードが置かれたリーダーを使います。
  --config ファイル  {"origins": [...], "port": ${BRIDGE_PORT}, "reader": "…"} を読みます。
  --state フォルダー 連携の記録を置く場所。
  --pair             連携済みでも、新しい連携番号を表示します。
  --forget           これまでの連携をすべて取り消します。
`

export const NOTES: Readonly<Record<BridgeNote, string>> = {
  paired: '連携しました。次からは番号なしでつながります。',
  wrongCode: '連携番号が違うため、連携しませんでした。',
  notKept:
    '連携を記録できないため、連携しませんでした。ディスクの空きを確かめ、Enterキーで新しい番号を出してください。',
  connected: '画面とつながりました。',
  disconnected: '画面との接続を終え、カードの電源を切りました。',
  busy: '別の画面が使っているため、接続を断りました。',
  forbidden: '許されていないカードの操作を断りました。',
  refusedOrigin: '許されていないアドレスからの接続を断りました。',
}

export function showCode(code: string): string {
  return `\n連携番号  ${code}\n\nたずねの「この端末」に、5分以内に入れてください。(Enterキーで新しい番号)\n`
}

export function showListening(port: number, origins: readonly string[]): string {
  return `127.0.0.1:${port} で待っています。使える画面: ${origins.join(' ')}\n終えるには Ctrl+C を押してください。`
}

export function showPortTaken(port: number): string {
  return `${port} 番は、ほかのプログラム(もう一つの連携ソフトかもしれません)が使っています。`
}

export function showPortRefused(port: number): string {
  return `${port} 番を使うことを、このパソコンが許していません。パソコンを再起動してもう一度始め、だめなら管理する人に伝えてください。`
}

export function showNoPlace(path: string): string {
  return `連携の記録を置けません: ${path}\nこの場所に書けるようにするか、--state で別のフォルダーを指定してください。`
}

export function showNotForgotten(path: string): string {
  return `連携を取り消せませんでした。記録に書けません: ${path}\nディスクの空きを確かめてから、もう一度始めてください。`
}

export function showUnreadable(path: string): string {
  return `連携の記録を読めません: ${path}\nこのファイルを別の名前にしてから、もう一度始めてください。`
}

export const PAIRED_ALREADY =
  '連携済みの画面があります。新しく連携するときは Enterキーを押してください。'
