/** この端末でできること: what this browser has, and what it means where it has not. */
import type { DeviceKind } from '../../domain/device-ways'
import type { Capability } from './view-types'

export interface CapabilityPlatform {
  navigator: Navigator
  window: Window
}

/** The part of `navigator` that tells devices apart; `userAgentData` is Chromium's alone. */
export interface DeviceNavigator {
  userAgent: string
  maxTouchPoints: number
  userAgentData?: { platform: string; mobile: boolean }
}

const BY_PLATFORM: Readonly<Record<string, DeviceKind>> = {
  Windows: 'windows',
  macOS: 'mac',
  'Chrome OS': 'chromebook',
  'Chromium OS': 'chromebook',
  Linux: 'linux',
}

/**
 * What kind of device this is. An iPad calls itself a Mac (only the touch screen gives it away), and a tablet that asks
 * for desktop pages leaves Android out of its user agent, but not out of `userAgentData`.
 */
export function detectDeviceKind(navigator: DeviceNavigator = globalThis.navigator): DeviceKind {
  const { userAgent, maxTouchPoints, userAgentData } = navigator
  if (/iPhone|iPod/.test(userAgent)) return 'iphone'
  if (/iPad/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)) return 'ipad'
  const isAndroid = userAgentData?.platform === 'Android' || /Android/.test(userAgent)
  if (isAndroid) {
    const isPhone = userAgentData?.mobile ?? /Mobile/.test(userAgent)
    return isPhone ? 'androidPhone' : 'androidTablet'
  }
  const known = BY_PLATFORM[userAgentData?.platform ?? '']
  if (known) return known
  if (/Windows NT/.test(userAgent)) return 'windows'
  if (/CrOS/.test(userAgent)) return 'chromebook'
  if (/Macintosh/.test(userAgent)) return 'mac'
  return /Linux/.test(userAgent) ? 'linux' : 'other'
}

/** Chromium knows whether a passkey can derive the vault's key (PRF); where it is not told, trying is the only way. */
async function passkeyLacksPrf(window: Window): Promise<boolean> {
  const { PublicKeyCredential: credential } = window as unknown as {
    PublicKeyCredential?: { getClientCapabilities?: () => Promise<Record<string, boolean>> }
  }
  return (await credential?.getClientCapabilities?.())?.['extension:prf'] === false
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
    'PublicKeyCredential' in window && !(await passkeyLacksPrf(window))
      ? yes('passkey', '指紋や顔などのパスキーで解錠できます。')
      : no('passkey', 'パスキーは使えません。パスコードで解錠します。'),
    window.matchMedia('(display-mode: standalone)').matches
      ? yes('installed', 'アプリとして入っています。')
      : no(
          'installed',
          'ブラウザーの中で開いています。ホーム画面に追加すると、保存がより確かになります。',
        ),
    'NDEFReader' in window
      ? yes('visitTags', 'タグをかざすと、その訪問が開きます。')
      : no(
          'visitTags',
          'タグは読み書きできません。AndroidのChromeで使えます。訪問は一覧から選んでください。',
        ),
    // Web NFC reads tags only; a card held to the tablet's own NFC stays silent, whatever the browser.
    no(
      'webNfc',
      'どのブラウザーでも、端末のNFCではマイナンバーカードを読めません。「カードを確かめる方法」から選びます。',
    ),
  ]
}

function yes(id: Capability['id'], note: string): Capability {
  return { id, available: true, note }
}

function no(id: Capability['id'], note: string): Capability {
  return { id, available: false, note }
}
