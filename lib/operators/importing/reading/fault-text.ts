/** What is wrong with a value or a record, in Korean. A fault is stored and compared in English. */
const korean = {
  'belongs to another member': '다른 회원의 것입니다',
  'has ended at its provider, so it signs nobody in': '제공자에서 끊긴 연결이라 로그인에 쓸 수 없습니다',
  'has nothing that leads to it: no address, no number, no identity':
    '회원을 찾을 단서가 없습니다. 이메일, 전화번호, 아이디, 소셜 계정 가운데 하나는 있어야 합니다',
  'has text after its closing quote': '닫는 따옴표 뒤에 글자가 있습니다',
  'holds U+FFFD: another program has already lost these letters':
    'U+FFFD가 있습니다. 다른 프로그램에서 이미 잃어버린 글자입니다',
  'holds half a character': '반쪽 글자가 있습니다',
  'is an error of a spreadsheet': '스프레드시트의 오류 값입니다',
  'is a formula without its value: open and save the file in Excel':
    '값이 계산되지 않은 수식입니다. Excel에서 파일을 열어 저장하세요',
  'is masked: marks stand in the place of letters': '가려진 값입니다. 글자 대신 표시가 있습니다',
  'is linked to another member': '다른 회원에게 연결되어 있습니다',
  'is nested too deeply': '너무 깊이 겹쳐 있습니다',
  'is not JSON': 'JSON이 아닙니다',
  'is not a JSON object': 'JSON 객체가 아닙니다',
  'is not a known field': '모르는 필드입니다',
  'is required: the id prevents a second import':
    '꼭 있어야 합니다. 같은 회원을 두 번 가져오지 않게 하는 id입니다',
  'is left out: what says how it was made is not understood':
    '어떻게 만든 해시인지 적은 값을 알아볼 수 없어 뺐습니다',
  'may stand in marks of a spreadsheet, which are no part of a salt':
    '스프레드시트가 붙인 기호일 수 있어 솔트를 알 수 없습니다',
  'must be a JSON object of at most 32 KB': '32 KB를 넘지 않는 JSON 객체여야 합니다',
  'must be a date such as 1990-02-20': '1990-02-20 같은 날짜여야 합니다',
  'must be a hash made by this stage': '이 스테이지가 만든 해시여야 합니다',
  'must be a list': '목록이어야 합니다',
  'must be a mobile number of today (010)': '지금 쓰이는 휴대전화 번호(010)여야 합니다',
  'must be a time such as 2019-05-17T10:00:00Z': '2019-05-17T10:00:00Z 같은 시각이어야 합니다',
  'must be an e-mail address': '이메일 주소여야 합니다',
  'must be text': '글자여야 합니다',
  'must be one line': '한 줄이어야 합니다',
  'must be one line of at most 50 characters': '50자를 넘지 않는 한 줄이어야 합니다',
  'must be one line of at most 50 characters that shows something':
    '눈에 보이는 글자가 있고 50자를 넘지 않는 한 줄이어야 합니다',
  'must be solar or lunar': 'solar(양력)나 lunar(음력)여야 합니다',
  'must be text of at most 128 characters, and no number that a spreadsheet has shortened':
    '128자를 넘지 않는 글자여야 하고, 스프레드시트가 줄인 숫자는 쓸 수 없습니다',
  'must be text of at most 16 characters': '16자를 넘지 않는 글자여야 합니다',
  'must be true or false': '예나 아니오여야 합니다',
  "must have a subject in the provider's own form: a spreadsheet may have shortened the number":
    '제공자의 형식에 맞는 id여야 합니다. 스프레드시트가 숫자를 줄였을 수 있습니다',
  'must have a tag of letters, digits, dots and dashes':
    '영문자, 숫자, 점, 줄표로 된 약관 이름이 있어야 합니다',
  'must have a version': '버전이 있어야 합니다',
  'must have letters, digits and ._- alone, and not read as a number':
    '영문자, 숫자, ._- 만 쓸 수 있고, 숫자로 읽히면 안 됩니다',
  'must not occur twice': '두 번 나오면 안 됩니다',
  'must say yes or no. Say what a word means by --map-value WORD=yes':
    '예나 아니오를 알 수 있어야 합니다. 낱말의 뜻은 --map-value WORD=yes 로 알려 주세요',
} as const satisfies Readonly<Record<string, string>>

type FixedText = keyof typeof korean

/** Faults that name a number or a word. */
type FilledText =
  | `ends after ${number} of ${number} values: those that lack count as empty`
  | `has ${number} values, and the header names ${number}`
  | `is a hash that nobody here knows, or costs too much: ${string}`
  | `is more than the ${number} entries that a member may have`
  | `must be one of ${string}`
  | `must have ${number} characters`
  | `repeats the externalId of line ${number}`
  | `must have a provider: ${string}`

/** What is wrong with a value or a record, in English. */
export type FaultText = FixedText | FilledText

const filled: readonly (readonly [RegExp, string])[] = [
  [/^ends after (\d+) of (\d+) values: .*$/, '$2개 가운데 $1개의 값만 있습니다. 없는 값은 빈 것으로 봅니다'],
  [/^has (\d+) values, and the header names (\d+)$/, '값이 $1개인데 머리글은 $2개입니다'],
  [
    /^is a hash that nobody here knows, or costs too much: (.*)$/,
    '모르는 해시이거나 너무 비싼 해시입니다: $1',
  ],
  [/^is more than the (\d+) entries that a member may have$/, '한 회원에 $1개까지만 둘 수 있습니다'],
  [
    /^must be one of ([\w, ]+)\. Say what a word means by (.*)$/,
    '$1 가운데 하나여야 합니다. 낱말의 뜻은 $2 로 알려 주세요',
  ],
  [/^must be one of (.*)$/, '$1 가운데 하나여야 합니다'],
  [/^must have (\d+) characters$/, '$1자여야 합니다'],
  [/^repeats the externalId of line (\d+)$/, '$1번째 줄과 externalId가 같습니다'],
  [/^must have a provider: (.*)$/, '제공자를 적어야 합니다: $1'],
]

const isFixed = (text: FaultText): text is FixedText => Object.hasOwn(korean, text)

/** A fault in Korean. */
export function inKorean(text: FaultText): string {
  if (isFixed(text)) return korean[text]
  const [pattern, said = text] = filled.find(([form]) => form.test(text)) ?? []
  return pattern === undefined ? text : text.replace(pattern, said)
}
