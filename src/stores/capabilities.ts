/** この端末でできること: what this browser has, and what it means where it has not. */
import type { Capability } from './view-types'

export interface CapabilityPlatform {
  navigator: Navigator
  window: Window
}

export async function readCapabilities(
  { navigator, window }: CapabilityPlatform = {
    navigator: globalThis.navigator,
    window: globalThis.window,
  },
): Promise<Capability[]> {
  const persisted = 'storage' in navigator && (await navigator.storage.persisted())
  return [
    'bluetooth' in navigator && (await navigator.bluetooth.getAvailability())
      ? yes('bluetooth', 'Bluetoothのカードリーダーを使えます。')
      : no(
          'bluetooth',
          'このブラウザーではBluetoothのカードリーダーを使えません。Android・Windows・Mac・ChromebookのChromeで使えます。',
        ),
    'SyncManager' in window
      ? yes('backgroundSync', 'アプリを閉じていても、回線が戻ると送ります。')
      : no('backgroundSync', 'アプリを開いているあいだに送ります。閉じているあいだは送れません。'),
    persisted
      ? yes('persistentStorage', '保存した確認を、ブラウザーが消すことはありません。')
      : no(
          'persistentStorage',
          '空き容量が足りなくなると、ブラウザーが保存を消すことがあります。「保存を守る」を押してください。',
        ),
    'PublicKeyCredential' in window
      ? yes('passkey', '指紋や顔などのパスキーで解錠できます。')
      : no('passkey', 'パスキーは使えません。パスコードで解錠します。'),
    window.matchMedia('(display-mode: standalone)').matches
      ? yes('installed', 'アプリとして入っています。')
      : no(
          'installed',
          'ブラウザーの中で開いています。ホーム画面に追加すると、保存がより確かになります。',
        ),
    // Web NFC reads tags only; a card held to the tablet's own NFC stays silent, whatever the browser.
    no(
      'webNfc',
      '端末のNFCではマイナンバーカードを読めません。Bluetoothのカードリーダーを使います。',
    ),
  ]
}

function yes(id: Capability['id'], note: string): Capability {
  return { id, available: true, note }
}

function no(id: Capability['id'], note: string): Capability {
  return { id, available: false, note }
}
