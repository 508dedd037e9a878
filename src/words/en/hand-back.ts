/** What staff read on a screen that the patient still holds, and the question before it is closed. */
export const handBack = {
  スタッフの方へ: 'For staff',
  スタッフの方はこちら: 'Staff only',
  まだです: 'Not yet',
  スタッフの画面に戻る: 'Back to the staff screens',
  'スタッフの方: 端末を受け取り、カードを患者さんに返しましたか。':
    'Staff: do you have the device, and has the patient their card back?',
  'スタッフの方: 端末を受け取りましたか。': 'Staff: do you have the device?',
  確認をやめますか: 'Stop this check?',
  やめる: 'Cancel',
  続ける: 'Continue',
  'お答えいただいた内容は残ります。': 'The answers given so far are kept.',
  'お答えいただいた内容は、端末に残せませんでした。次はもう一度お答えいただきます。':
    'The answers could not be kept on this device. Next time they have to be given again.',
  'まだ何も保存していません。': 'Nothing has been saved yet.',
} as const
