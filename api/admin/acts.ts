/** What the audit knows to have happened: a closed list, because what was written is read for years. Never renamed. */
export const ACTS = {
  signedIn: { ja: 'サインインした', en: 'Signed in' },
  signInRefused: { ja: 'サインインできなかった', en: 'Was refused at sign-in' },
  signedOut: { ja: 'サインアウトした', en: 'Signed out' },
  personInvited: { ja: '人を招いた', en: 'Invited a person' },
  personInvitedAgain: { ja: '招待を出し直した', en: 'Issued an invitation anew' },
  personJoined: { ja: '招待を受けた', en: 'Took up an invitation' },
  passkeyAdded: { ja: 'パスキーを加えた', en: 'Added a passkey' },
  passkeyRemoved: { ja: 'パスキーを除いた', en: 'Removed a passkey' },
  passcodeSet: { ja: 'パスコードを決めた', en: 'Set a passcode' },
  personChanged: { ja: '人の名前か役割を変えた', en: "Changed a person's name or role" },
  personEnded: { ja: '人の利用を終えた', en: "Ended a person's use" },
  codeIssued: { ja: '登録コードを出した', en: 'Issued an activation code' },
  deviceActivated: { ja: '端末を登録した', en: 'Registered a device' },
  deviceRenamed: { ja: '端末の名前を変えた', en: 'Renamed a device' },
  deviceRevoked: { ja: '端末の登録を終えた', en: "Ended a device's registration" },
  eraseOrdered: { ja: '端末の消去を命じた', en: 'Ordered a device erased' },
  facePasscodeIssued: { ja: '目視パスコードを出した', en: 'Issued a 目視 passcode' },
  facePasscodeWithdrawn: { ja: '目視パスコードを止めた', en: 'Withdrew the 目視 passcode' },
  medicalAsked: { ja: '診療情報などを求めた', en: 'Asked for medical information' },
  auditExported: { ja: '監査の記録を書き出した', en: 'Exported the audit' },
  rosterImported: { ja: '患者の一覧を取り込んだ', en: 'Imported the roster' },
  patientErased: { ja: '患者を一覧から消した', en: 'Erased a patient from the roster' },
  exportsSeen: { ja: '連携で止まった送信を見た', en: 'Looked at deliveries that stopped' },
  exportAgain: { ja: '止まった送信をやり直した', en: 'Sent a stopped delivery again' },
  exportSettled: { ja: '止まった送信を手で済ませた', en: 'Settled a stopped delivery by hand' },
  exportFetched: { ja: '連携先が回答を取り出した', en: 'Fetched an answer as a receiver' },
  rosterSeen: { ja: '患者の一覧を見た', en: 'Looked at the roster' },
} as const

export type Act = keyof typeof ACTS

export function isAct(text: string): text is Act {
  return Object.hasOwn(ACTS, text)
}
