/**
 * The element names of the exchange folder's XML. Nothing else in the gateway writes one. `confirmed`: one or more public programs
 * that work beside a real terminal use it. `unconfirmed`: concluded, or not found at all; the official specification has
 * the last word and comes in through oqs-layout.json (docs/oqs.md).
 */

export type Mark = 'confirmed' | 'unconfirmed'

export interface ElementName {
  /** The first is written; each is read. */
  readonly names: readonly [string, ...string[]]
  readonly mark: Mark
  /** What it holds, as the interface calls it. */
  readonly what: string
}

function sure(what: string, ...names: readonly [string, ...string[]]): ElementName {
  return { names, mark: 'confirmed', what }
}

function unsure(what: string, ...names: readonly [string, ...string[]]): ElementName {
  return { names, mark: 'unconfirmed', what }
}

const MESSAGE = {
  root: sure('message', 'XmlMsg'),
  header: sure('header', 'MessageHeader'),
  body: sure('body', 'MessageBody'),
  executedAt: sure('処理実行日時', 'ProcessExecutionTime'),
  confirmationDate: sure('資格確認日', 'QualificationConfirmationDate'),
  institutionCode: sure('医療機関コード', 'MedicalInstitutionCode'),
  fileIdentifier: sure('任意のファイル識別子', 'ArbitraryFileIdentifier'),
  referenceClassification: sure('照会区分', 'ReferenceClassification'),
  segmentOfResult: sure('処理結果区分', 'SegmentOfResult'),
  errorCode: sure('エラーコード', 'ErrorCode'),
  errorMessage: sure('エラーメッセージ', 'ErrorMessage'),
  characterCode: sure('文字コード識別', 'CharacterCodeIdentifier'),
  receptionNumber: sure('受付番号', 'ReceptionNumber'),
  receivedAt: sure('受付日時', 'ReceptionDateTime'),
} as const

const SEARCH = {
  searchInfo: sure('照会条件', 'QualificationConfirmSearchInfo'),
  insurerNumber: sure('保険者番号', 'InsurerNumber', 'PublicExpenseNumber'),
  symbol: sure('記号', 'InsuredCardSymbol'),
  number: sure('番号', 'InsuredIdentificationNumber', 'BeneficiaryNumber'),
  branch: sure('枝番', 'InsuredBranchNumber'),
  birthdate: sure('生年月日', 'Birthdate'),
  limitFlag: sure('限度額適用認定証提供同意フラグ', 'LimitApplicationCertificateRelatedConsFlg'),
  personIdentifier: sure('任意の識別子', 'ArbitraryIdentifier'),
  treatmentFlag: sure('診療区分', 'MedicalTreatmentFlag'),
  consentFrom: sure('同意年月日(開始)', 'ConsentDateFrom'),
  consentTo: sure('同意年月日(終了)', 'ConsentDateTo'),
  treatmentMonth: sure('診療年月', 'MedicalTreatmentMonth'),
  registration: sure('照会番号登録', 'ReferenceNumberRegistrationInfo'),
  referenceNumber: sure('照会番号', 'ReferenceNumber'),
  withdrawal: unsure('閲覧同意取り消し', 'ConsentCancellationInfo'),
  withdrawnKind: unsure('閲覧同意情報種別', 'ConsentInformationType'),
} as const

const RESULT = {
  prescription: sure('処方箋発行形態', 'PrescriptionIssueSelect'),
  status: sure('処理結果状況', 'ProcessingResultStatus'),
  statusCode: sure('処理結果コード', 'ProcessingResultCode'),
  statusMessage: sure('処理結果メッセージ', 'ProcessingResultMessage'),
  validity: sure('資格有効性', 'QualificationValidity'),
  unit: sure('一括照会の1件', 'BulkConfirmUnit'),
  resultList: sure('資格確認結果一覧', 'ResultList'),
  result: sure('資格確認結果', 'ResultOfQualificationConfirmation'),
  cardClassification: sure('被保険者証区分', 'InsuredCardClassification'),
  relation: sure('本人・家族の別', 'PersonalFamilyClassification'),
  name: sure('氏名', 'Name'),
  nameKana: sure('氏名カナ', 'NameKana'),
  sex: sure('性別', 'Sex1'),
  address: sure('住所', 'Address'),
  qualifiedOn: sure('資格取得年月日', 'QualificationDate'),
  disqualifiedOn: sure('資格喪失年月日', 'DisqualificationDate'),
  validFrom: sure('有効開始年月日', 'InsuredCardValidDate'),
  validUntil: sure('有効終了年月日', 'InsuredCardExpirationDate'),
  share: sure('一部負担金割合', 'InsuredPartialContributionRatio'),
  preschool: sure('未就学区分', 'PreschoolClassification'),
  lossReason: sure('資格喪失事由', 'ReasonOfLoss'),
  insurerName: sure('保険者名称', 'InsurerName', 'WelfareOfficeName'),
} as const

const CERTIFICATES = {
  elderly: sure('高齢受給者証情報', 'ElderlyRecipientCertificateInfo'),
  elderlyFrom: sure('有効開始年月日', 'ElderlyRecipientValidStartDate'),
  elderlyUntil: sure('有効終了年月日', 'ElderlyRecipientValidEndDate'),
  elderlyShare: sure('一部負担金割合', 'ElderlyRecipientContributionRatio'),
  limit: sure('限度額適用認定証関連情報', 'LimitApplicationCertificateRelatedInfo'),
  limitClassification: sure('限度額適用認定証区分', 'LimitApplicationCertificateClassification'),
  limitCategory: sure('適用区分', 'LimitApplicationCertificateClassificationFlag'),
  limitFrom: sure('有効開始年月日', 'LimitApplicationCertificateValidStartDate'),
  limitUntil: sure('有効終了年月日', 'LimitApplicationCertificateValidEndDate'),
  diseases: sure('特定疾病療養受療証一覧', 'SpecificDiseasesCertificateList'),
  disease: sure('特定疾病療養受療証情報', 'SpecificDiseasesCertificateInfo'),
  diseaseCategory: sure('認定疾病区分', 'SpecificDiseasesDiseaseCategory'),
  diseaseFrom: sure('有効開始年月日', 'SpecificDiseasesValidStartDate'),
  diseaseUntil: sure('有効終了年月日', 'SpecificDiseasesValidEndDate'),
  diseaseSelfPay: sure('自己負担限度額', 'SpecificDiseasesSelfPay'),
} as const

const PUBLIC_EXPENSES = {
  tickets: sure('医療券情報一覧', 'PublicExpenseResultList'),
  ticket: sure('医療券情報', 'MedicalTicketInfo'),
  ticketFrom: sure('有効開始年月日', 'MedicalTicketValidDate'),
  ticketUntil: sure('有効終了年月日', 'MedicalTicketExpirationDate'),
  ticketUse: sure('単独・併用別', 'SingleOrCombinedUse'),
  ticketSelfPay: sure('本人支払額', 'SelfPayAmount'),
  subsidies: unsure('医療費助成一覧 (PMH)', 'MedicalSubsidyResultList'),
  subsidy: unsure('医療費助成 (PMH)', 'MedicalSubsidyInfo'),
  subsidyPayer: unsure('公費負担者番号', 'SubsidyPayerNumber'),
  subsidyRecipient: unsure('受給者番号', 'SubsidyRecipientNumber'),
  subsidyName: unsure('実施主体', 'SubsidyPayerName'),
  subsidyFrom: unsure('有効開始年月日', 'SubsidyValidStartDate'),
  subsidyUntil: unsure('有効終了年月日', 'SubsidyValidEndDate'),
  subsidySelfPay: unsure('自己負担上限額', 'SubsidySelfPayLimit'),
} as const

const CONSENTS = {
  checkupConsent: sure('特定健診等情報 同意', 'SpecificHealthCheckupsInfoConsFlg'),
  checkupAt: sure('同意日時', 'SpecificHealthCheckupsInfoConsTime'),
  checkupUntil: sure('有効期限', 'SpecificHealthCheckupsInfoAvailableTime'),
  medicationConsent: sure('薬剤情報 同意', 'PharmacistsInfoConsFlg'),
  medicationAt: sure('同意日時', 'PharmacistsInfoConsTime'),
  medicationUntil: sure('有効期限', 'PharmacistsInfoAvailableTime'),
  diagnosisConsent: sure('診療情報 同意', 'DiagnosisInfoConsFlg'),
  diagnosisAt: sure('同意日時', 'DiagnosisInfoConsTime'),
  diagnosisUntil: sure('有効期限', 'DiagnosisInfoAvailableTime'),
  surgeryConsent: sure('手術情報 同意', 'OperationInfoConsFlg'),
  surgeryAt: sure('同意日時', 'OperationInfoConsTime'),
  surgeryUntil: sure('有効期限', 'OperationInfoAvailableTime'),
} as const

export const ELEMENTS = {
  ...MESSAGE,
  ...SEARCH,
  ...RESULT,
  ...CERTIFICATES,
  ...PUBLIC_EXPENSES,
  ...CONSENTS,
} as const

export type ElementKey = keyof typeof ELEMENTS

export type ElementTable = Readonly<Record<ElementKey, ElementName>>

export function isElementKey(text: string): text is ElementKey {
  return Object.hasOwn(ELEMENTS, text)
}
