import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import CapabilityList from '../../src/ui/capability-list.vue'
import { copyText } from '../../src/ui/copy-text'
import InstallGuide from '../../src/ui/install-guide.vue'
import PasscodeForm from '../../src/ui/passcode-form.vue'
import ReaderPanel from '../../src/ui/reader-panel.vue'
import StaffSetup from '../../src/ui/staff-setup.vue'
import WithdrawDialog from '../../src/ui/withdraw-dialog.vue'

describe('a new passcode', () => {
  const make = () => mount(PasscodeForm, { props: { submitLabel: '登録して始める', busy: false } })

  async function type(first: string, second: string) {
    const form = make()
    const [one, two] = form.findAll('input')
    await one?.setValue(first)
    await two?.setValue(second)
    await form.get('form').trigger('submit')
    return form
  }

  it('is told when it was typed twice the same', async () => {
    const form = await type('correct horse', 'correct horse')
    expect(form.emitted('submit')).toEqual([['correct horse']])
  })

  it('is refused when it is shorter than eight', async () => {
    const form = await type('1234567', '1234567')
    expect(form.emitted('submit')).toBeUndefined()
    expect(form.get('[role="alert"]').text()).toContain('8文字以上')
  })

  it('is refused when the two differ', async () => {
    const form = await type('correct horse', 'correct house')
    expect(form.emitted('submit')).toBeUndefined()
    expect(form.get('[role="alert"]').text()).toContain('2回の入力が違います')
  })

  it('leaves the form as soon as it is handed on', async () => {
    const form = await type('correct horse', 'correct horse')
    const values = form.findAll('input').map((input) => (input.element as HTMLInputElement).value)
    expect(values).toEqual(['', ''])
    expect(form.find('[role="alert"]').exists()).toBe(false)
  })

  it('is hidden, and not offered to the browser to remember', () => {
    for (const input of make().findAll('input')) {
      expect(input.attributes('type')).toBe('password')
      expect(input.attributes('autocomplete')).toBe('off')
    }
  })
})

describe('who uses this device', () => {
  const directory = [
    { id: 'staff-1', name: '看護　太郎' },
    { id: 'staff-2', name: '訪問　美咲' },
  ]
  const make = (props: Record<string, unknown> = {}) =>
    mount(StaffSetup, { props: { directory, busy: false, submitLabel: '追加する', ...props } })

  it('asks who first, then how', async () => {
    const setup = make()
    expect(setup.findAll('fieldset')).toHaveLength(1)
    await setup.findAll('input')[1]?.setValue(true)
    expect(setup.findAll('fieldset')).toHaveLength(2)
  })

  it('makes a passkey for the chosen person', async () => {
    const setup = make()
    await setup.findAll('input')[1]?.setValue(true)
    await setup.get('input[value="passkey"]').setValue(true)
    await setup.get('button').trigger('click')
    expect(setup.emitted('passkey')).toEqual([['staff-2', undefined]])
  })

  it('sets a passcode for the chosen person', async () => {
    const setup = make()
    await setup.findAll('input')[0]?.setValue(true)
    await setup.get('input[value="passcode"]').setValue(true)
    for (const input of setup.findAll('input[type="password"]'))
      await input.setValue('correct horse')
    await setup.get('form').trigger('submit')
    expect(setup.emitted('passcode')).toEqual([['staff-1', 'correct horse', undefined]])
  })

  describe('vouched for by somebody with a passcode', () => {
    async function setUpWith(method: 'passcode' | 'passkey', own: string) {
      const setup = make({ vouchedBy: '看護　太郎' })
      await setup.findAll('input')[1]?.setValue(true)
      await setup.get(`input[value="${method}"]`).setValue(true)
      const [vouching, ...chosen] = setup.findAll('input[type="password"]')
      await vouching?.setValue(own)
      for (const input of chosen) await input.setValue('correct horse')
      return setup
    }

    it('hands their passcode on with the new one, and keeps neither', async () => {
      const setup = await setUpWith('passcode', 'their own words')
      expect(setup.text()).toContain('看護　太郎 さんのパスコード')
      await setup.get('form').trigger('submit')
      expect(setup.emitted('passcode')).toEqual([['staff-2', 'correct horse', 'their own words']])
      for (const input of setup.findAll<HTMLInputElement>('input[type="password"]')) {
        expect(input.element.value).toBe('')
      }
    })

    it('hands it on with a passkey too', async () => {
      const setup = await setUpWith('passkey', 'their own words')
      await setup.get('.variant-primary').trigger('click')
      expect(setup.emitted('passkey')).toEqual([['staff-2', 'their own words']])
    })

    it('asks for it at its field, and does not empty what was typed beside it', async () => {
      const setup = await setUpWith('passcode', '')
      await setup.get('form').trigger('submit')
      expect(setup.emitted('passcode')).toBeUndefined()
      expect(setup.get('[role="alert"]').text()).toContain('パスコードを入力してください')
      const typed = setup.findAll<HTMLInputElement>('form input')
      expect(typed.map((input) => input.element.value)).toEqual(['correct horse', 'correct horse'])
    })
  })

  it('offers no passkey where the device has none', async () => {
    const setup = make({ passkeyAvailable: false })
    await setup.findAll('input')[0]?.setValue(true)
    expect(setup.find('input[value="passkey"]').exists()).toBe(false)
    expect(setup.find('input[value="passcode"]').exists()).toBe(true)
  })
})

describe('the install guide', () => {
  it('says on iOS that nothing is saved offline before it is done', () => {
    const guide = mount(InstallGuide, { props: { isIos: true, canOffer: false } })
    expect(guide.text()).toContain(
      'ホーム画面に追加するまで、この端末ではオフライン保存を使えません',
    )
    expect(guide.findAll('li')).toHaveLength(3)
    expect(guide.find('button').exists()).toBe(false)
  })

  it('passes the browser’s own offer on where there is one', async () => {
    const guide = mount(InstallGuide, { props: { isIos: false, canOffer: true } })
    await guide.get('button').trigger('click')
    expect(guide.emitted('offer')).toHaveLength(1)
  })

  it('names the menu elsewhere', () => {
    const guide = mount(InstallGuide, { props: { isIos: false, canOffer: false } })
    expect(guide.text()).toContain('ブラウザーのメニュー')
  })
})

describe('what this device can do', () => {
  it('says for each thing whether it can, and why not', () => {
    const list = mount(CapabilityList, {
      props: {
        capabilities: [
          { id: 'bluetooth', available: true, note: '' },
          { id: 'webNfc', available: false, note: 'カードは読めません' },
        ],
      },
    })
    const [can, cannot] = list.findAll('li').map((item) => item.text())
    expect(can).toContain('使えます')
    expect(can).not.toContain('・')
    expect(cannot).toContain('使えません ・ カードは読めません')
  })
})

const BLUETOOTH = {
  id: 'bluetoothReader',
  title: 'Bluetoothのカードリーダーで読む',
  state: 'needsAction',
  note: '',
} as const

describe('the reader', () => {
  const make = (props: Record<string, unknown> = {}) =>
    mount(ReaderPanel, {
      props: {
        state: 'none',
        name: '',
        battery: null,
        bluetoothAvailable: true,
        ways: [BLUETOOTH],
        error: null,
        trainingCards: [],
        trainingCard: null,
        ...props,
      },
    })

  it('can be connected before the visit', async () => {
    const panel = make()
    expect(panel.text()).toContain('つないでいません')
    await panel.get('button').trigger('click')
    expect(panel.emitted('connect')).toHaveLength(1)
  })

  it('shows name and battery, and lets go', async () => {
    const panel = make({ state: 'ready', name: 'ACR1255U-J1-001234', battery: 80 })
    expect(panel.text()).toContain('ACR1255U-J1-001234 ・ 電池 80%')
    await panel.get('button').trigger('click')
    expect(panel.emitted('disconnect')).toHaveLength(1)
  })

  it('claims no battery it was not told of', () => {
    expect(make({ state: 'ready', name: 'ACR1255U-J1-001234' }).text()).not.toContain('電池')
  })

  it('says so where the browser has no Bluetooth, and what has', () => {
    const note = 'Bluetoothの機器を使えません。ChromeかEdgeで使えます。'
    const ways = [{ ...BLUETOOTH, state: 'closed', note }]
    const panel = make({ bluetoothAvailable: false, ways })
    expect(panel.text()).toContain(note)
    expect(panel.find('button').exists()).toBe(false)
  })

  it('says what went wrong', () => {
    expect(make({ state: 'lost', error: 'TZ-R04' }).get('[role="alert"]').text()).toContain(
      'リーダーとの接続が切れました',
    )
  })

  it('places and lifts a training card in training, and has none otherwise', async () => {
    expect(make().find('select').exists()).toBe(false)
    const panel = make({ trainingCards: [{ personaId: 'valid-30', label: '有効 3割' }] })
    await panel.get('select').setValue('valid-30')
    await panel.get('select').setValue('')
    expect(panel.emitted('placeCard')).toEqual([['valid-30']])
    expect(panel.emitted('lift')).toHaveLength(1)
  })
})

describe('a withdrawal', () => {
  const make = () => mount(WithdrawDialog, { props: { open: true }, attachTo: document.body })

  it('needs a reason', async () => {
    const dialog = make()
    const confirm = dialog.findAll('button')[1]
    await confirm?.trigger('click')
    expect(dialog.emitted('confirm')).toBeUndefined()
    await dialog.get('input').setValue('　')
    await confirm?.trigger('click')
    expect(dialog.emitted('confirm')).toBeUndefined()
    await dialog.get('input').setValue(' 二重に確認した ')
    await confirm?.trigger('click')
    expect(dialog.emitted('confirm')).toEqual([['二重に確認した']])
    dialog.unmount()
  })

  it('takes no 個人番号 for a reason, removes it and says why (R13)', async () => {
    const dialog = make()
    await dialog.get('input').setValue('１２３４ ５６７８ ９０１８ の方')
    await dialog.findAll('button')[1]?.trigger('click')
    expect(dialog.emitted('confirm')).toBeUndefined()
    expect(dialog.get<HTMLInputElement>('input').element.value).toBe('')
    expect(dialog.get('[role="alert"]').text()).toContain('個人番号')
    dialog.unmount()
  })

  it('does not keep the reason for the next one', async () => {
    const dialog = make()
    await dialog.get('input').setValue('二重に確認した')
    await dialog.setProps({ open: false })
    await dialog.setProps({ open: true })
    expect((dialog.get('input').element as HTMLInputElement).value).toBe('')
    dialog.unmount()
  })
})

describe('copying a text', () => {
  it('tells whether it is on the clipboard', async () => {
    const texts: string[] = []
    const clipboard = {
      writeText: (text: string) => {
        texts.push(text)
        return Promise.resolve()
      },
    }
    expect(await copyText('06139992', clipboard)).toBe(true)
    expect(texts).toEqual(['06139992'])
  })

  it('is refused where there is no clipboard or no permission', async () => {
    expect(await copyText('1', null)).toBe(false)
    const refusing = {
      writeText: () => Promise.reject(new DOMException('refused', 'NotAllowedError')),
    }
    expect(await copyText('1', refusing)).toBe(false)
  })

  it('hides no bug', async () => {
    const broken = { writeText: () => Promise.reject(new TypeError('broken')) }
    await expect(copyText('1', broken)).rejects.toThrow('broken')
  })
})
