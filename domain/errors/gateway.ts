import type { ErrorEntry } from './entry'

const askAdmin = '管理者に、この番号を伝えてください。'

/** TZ-G: what the gateway refuses, and why. */
export const gatewayErrors = {
  'TZ-G01': {
    cause: 'request does not fit the schema',
    message: '送った内容の形が正しくありません。端末の記録は残っています。',
    next: askAdmin,
  },
  'TZ-G02': {
    cause: 'activation code unknown, used or expired',
    message: '登録コードが使えません(使用済み、期限切れ、または誤り)。',
    next: '管理者に新しいコードを発行してもらってください。',
  },
  'TZ-G03': {
    cause: 'access token missing, expired or not of this device',
    message: '接続の許可が切れました。未送信の確認は残っています。',
    next: '自動で取り直します。続くときは管理者に連絡してください。',
  },
  'TZ-G04': {
    cause: 'device unknown or revoked',
    message: 'この端末の登録は無効になっています。未送信の確認は残っています。',
    next: '管理者に端末の登録し直しを頼んでください。',
  },
  'TZ-G05': {
    cause: 'envelope signature does not verify',
    message: '確認の署名が合いません。',
    next: askAdmin,
  },
  'TZ-G06': {
    cause: 'envelope names another device',
    message: '別の端末の確認が混ざっています。',
    next: askAdmin,
  },
  'TZ-G07': { cause: 'seal does not open', message: '封が開きませんでした。', next: askAdmin },
  'TZ-G08': {
    cause: 'sealed content does not fit the schema or the envelope',
    message: '封の中身が正しくありません。',
    next: askAdmin,
  },
  'TZ-G09': {
    cause: 'same id, other body',
    message: '同じ番号で内容の違う確認がすでに届いています。先に届いた方を残しました。',
    next: askAdmin,
  },
  'TZ-G10': {
    cause: 'challenge unknown to the gateway',
    message: '確認用の乱数がこの施設のものではありません。',
    next: 'もう一度カードで確認してください。',
  },
  'TZ-G11': {
    cause: 'challenge expired before capture',
    message: '確認用の乱数の期限が切れていました。',
    next: 'もう一度カードで確認してください。',
  },
  'TZ-G12': {
    cause: 'challenge already used by another check',
    message: '確認用の乱数がすでに使われています。',
    next: 'もう一度カードで確認してください。',
  },
  'TZ-G13': {
    cause: 'certificate is not parseable',
    message: '電子証明書を読めませんでした。',
    next: 'もう一度カードで確認してください。',
  },
  'TZ-G14': {
    cause: 'certificate chain does not lead to a trusted CA',
    message: '電子証明書の発行元を確かめられませんでした。',
    next: 'もう一度カードで確認してください。続くときは「別の方法」に進んでください。',
  },
  'TZ-G15': {
    cause: 'certificate or face of a training or official test card in production',
    message: '訓練用のカードは本番では使えません。',
    next: '患者さん本人のマイナンバーカードで確認してください。',
  },
  'TZ-G16': {
    cause: 'certificate or face of a real or official test card in training',
    message: '訓練モードでは本物のカードを使えません。',
    next: '訓練用カードを使うか、管理者に本番への切り替えを頼んでください。',
  },
  'TZ-G17': {
    cause: 'card signature does not verify',
    message: 'カードの署名が合いません。',
    next: 'もう一度カードで確認してください。',
  },
  'TZ-G18': {
    cause: 'certificate dead on the day of capture (R23)',
    message: '電子証明書の猶予期間が過ぎていました。',
    next: '「別の方法」に進んでください。保険の資格そのものは失われていません。',
  },
  'TZ-G19': {
    cause: 'certificate not yet valid on the day of capture',
    message: '電子証明書の有効期間がまだ始まっていません。',
    next: '端末の日付を確かめ、もう一度カードで確認してください。',
  },
  'TZ-G20': {
    cause: 'body too large',
    message: '一度に送る量が多すぎました。分けて送り直します。',
    next: '何もしなくてかまいません。',
  },
  'TZ-G21': {
    cause: 'unexpected fault inside the gateway',
    message: 'サーバーで問題が起きました。端末の記録は残っています。',
    next: '自動で送り直します。続くときは管理者に連絡してください。',
  },
  'TZ-G22': {
    cause: 'no such address',
    message: '宛先が見つかりません。',
    next: 'アプリを更新してください。',
  },
  'TZ-G23': {
    cause: 'client version no longer accepted',
    message: 'アプリが古く、送れません。未送信の確認は残っています。',
    next: '「この端末」から更新してください。',
  },
  'TZ-G24': {
    cause: 'signed time too far from the server time',
    message: '端末の時計がずれています。自動で補正します。',
    next: '端末の日付と時刻を自動設定にしてください。',
  },
  'TZ-G25': {
    cause: 'captured under a channel its setting does not allow (R1–R6)',
    message: 'この場面では使えない確認の形です。',
    next: '場面を選び直し、もう一度確認してください。',
  },
  'TZ-G26': {
    cause: 'rate limit',
    message: '要求が多すぎます。少し待って自動で送り直します。',
    next: '何もしなくてかまいません。',
  },
  'TZ-G27': {
    cause: 'key or signature algorithm of the certificate is none that the gateway verifies',
    message: '電子証明書の種類に、サーバーがまだ対応していません。端末の記録は残っています。',
    next: '管理者にサーバーの更新を頼んでください。急ぐときは「別の方法」に進んでください。',
  },
  'TZ-G28': {
    cause: 'official hand-off or proof of nobody on the facility’s list: it could be anybody’s',
    message: 'どなたの受付か分からないため、公式アプリでの受付や本人確認を待てません。',
    next: '訪問予定から患者さんを選び、もう一度確認してください。',
  },
  'TZ-G30': {
    cause: 'face check at a facility without a 目視パスコード (R12)',
    message: 'この施設には目視パスコードがありません。',
    next: '管理者に目視パスコードの発行を頼んでください。急ぐときは「別の方法」に進んでください。',
  },
  'TZ-G31': {
    cause: '目視パスコード wrong, or replaced too long before the capture',
    message: '目視パスコードが合いません(誤り、または再発行前のもの)。',
    next: '管理者に今の目視パスコードを確かめ、もう一度目視で確認してください。',
  },
  'TZ-G32': {
    cause: 'certificate, key or digests of the card’s face are not what they should be',
    message: 'カードの券面データを読めませんでした。',
    next: 'もう一度カードで確認してください。',
  },
  'TZ-G33': {
    cause: 'issuer of the card’s face is not among the anchors',
    message: 'カードの発行元を確かめられませんでした。',
    next: 'このカードの写真を本人確認に使わず、「別の方法」に進んでください。',
  },
  'TZ-G34': {
    cause: 'the issuer’s signature over the face (DF28) does not verify',
    message: 'カードの写真か文字が、発行されたときのものと違います。',
    next: 'このカードの写真を本人確認に使わず、「別の方法」に進んでください。',
  },
  'TZ-G35': {
    cause: 'signature of the face’s own key over the challenge does not verify',
    message: 'カードが本物である証拠を確かめられませんでした。',
    next: 'もう一度カードで確認してください。続くときは「別の方法」に進んでください。',
  },
  'TZ-G36': {
    cause: 'words of the attestation unknown, or not in force on the day of capture (R12)',
    message: '目視の確認文が、この日に使えるものではありません。',
    next: '「この端末」からアプリを更新し、もう一度目視で確認してください。',
  },
  'TZ-G37': {
    cause: 'attested before the capture, or more than 30 minutes after it (R12)',
    message: '目視の確認が、カードの読み取りから離れた時刻になっています。',
    next: '端末の日付と時刻を自動設定にし、もう一度目視で確認してください。',
  },
  'TZ-G38': {
    cause: 'the card had expired on the day of capture (R20)',
    message: 'カードの有効期限が過ぎていました。',
    next: '「別の方法」に進んでください。保険の資格そのものは失われていません。',
  },
  'TZ-G39': {
    cause: 'the card holds no photo (R12)',
    message: 'このカードには顔写真がありません。目視では確認できません。',
    next: '暗証番号で確認するか、「別の方法」に進んでください。',
  },
  'TZ-G40': {
    cause: 'medical information asked for in a channel that has none (R4)',
    message: 'この確認の形では、医療情報を見ることはできません。',
    next: '保険の確認の結果だけを使ってください。',
  },
  'TZ-G41': {
    cause: 'medical information asked for without a consent to any of it (R31)',
    message: '患者さんは、医療情報を見ることに同意していません。',
    next: 'このまま続けてください。患者さんが望むときは、カードの確認からもう一度お尋ねします。',
  },
  'TZ-G42': {
    cause: 'medical information asked for after the certificate’s last day (R22)',
    message: '電子証明書の期限が過ぎているため、医療情報を見ることはできません。',
    next: '証明書の更新を案内してください。保険の資格は確かめられます。',
  },
  'TZ-G43': {
    cause: 'medical information asked for after the consent was withdrawn (R34)',
    message: '患者さんが同意を取り消したため、医療情報を見ることはできません。',
    next: 'このまま続けてください。',
  },
  'TZ-G44': {
    cause:
      'medical information asked for after the end of its consent, or a copy past its day (R32)',
    message: '医療情報を見ることのできる時間が終わりました。',
    next: '必要なときは、もう一度患者さんにお尋ねください。',
  },
  'TZ-G45': {
    cause: 'medical information asked for under a check that has no answer at this facility',
    message: 'この確認の結果がまだ届いていないため、医療情報を取り寄せられません。',
    next: '結果が届いてから、もう一度お試しください。',
  },
  'TZ-G46': {
    cause: 'the authority holds no consent in force for this check',
    message: 'オンライン資格確認のシステムに、有効な同意がありません。',
    next: '必要なときは、もう一度患者さんにお尋ねください。',
  },
  'TZ-G79': {
    cause:
      'the authority of this facility has no interface for medical information that could be read',
    message: 'この施設では、医療情報の取り寄せにまだ対応していません。',
    next: 'お薬手帳や検査の結果を見せてもらってください。資格確認端末では見られることがあります。',
  },
} as const satisfies Record<string, ErrorEntry>
