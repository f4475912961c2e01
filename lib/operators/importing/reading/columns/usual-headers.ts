import { fieldNames } from '../fields.ts'
import { isTarget, type Target } from './column-target.ts'

/** The headers of Korean systems, by column. Gnuboard's `mb_…` are among them. */
const headers: Readonly<Record<string, readonly string[]>> = {
  externalId: [
    '회원번호',
    '회원고유번호',
    '회원일련번호',
    '회원코드',
    '고객번호',
    '고객코드',
    '유저번호',
    'member id',
    'member no',
    'mem no',
    'mb no',
    'user no',
    'customer id',
    'uid',
    'id',
    'seq',
    'no',
  ],
  loginId: [
    '아이디',
    '로그인아이디',
    '로그인id',
    '회원아이디',
    '회원id',
    'mb id',
    'userid',
    'username',
    'login id',
    'login',
  ],
  email: [
    '이메일',
    '이메일주소',
    '메일',
    '메일주소',
    '전자우편',
    'e mail',
    'mail',
    'mb email',
    'email address',
  ],
  emailVerified: ['이메일인증', '이메일인증여부', 'email verified', 'is email verified'],
  phone: [
    '휴대폰',
    '휴대폰번호',
    '휴대전화',
    '휴대전화번호',
    '핸드폰',
    '핸드폰번호',
    '연락처',
    '전화번호',
    '전화',
    'mobile',
    'mobile phone',
    'cellphone',
    'phone number',
    'hp',
    'mb hp',
    'tel',
  ],
  phoneVerified: ['휴대폰인증', '휴대폰인증여부', '본인인증여부', 'phone verified'],
  phoneVerifiedAt: ['휴대폰인증일', '휴대폰인증일시', '본인인증일', '본인인증일시', 'phone verified at'],
  name: ['이름', '성명', '성함', '회원명', '고객명', 'mb name', 'user name', 'full name'],
  status: ['상태', '회원상태', '계정상태', 'member status'],
  joinedAt: [
    '가입일',
    '가입일시',
    '가입일자',
    '가입날짜',
    '등록일',
    '등록일시',
    'mb datetime',
    'created at',
    'joined at',
    'date joined',
    'regdate',
    'reg date',
  ],
  passwordHash: ['비밀번호', '패스워드', '암호', 'password', 'passwd', 'mb password', 'pw', 'user pass'],
  ci: ['연계정보'],
  di: ['중복가입확인정보', 'mb dupinfo'],
  identityVerifiedAt: ['본인확인일시', '실명인증일', '실명인증일시'],
  birthDate: ['생년월일', '생일', 'mb birth', 'birth', 'birthday', 'birth date', 'dob'],
  birthCalendar: ['음력양력', '양력음력', '음양력'],
  nickname: ['별명', '닉네임', '필명', 'mb nick', 'nick', 'nick name', 'nickname'],
  gender: ['성별', 'mb sex', 'sex'],
  'identities.kakao': ['카카오', '카카오id', '카카오아이디', '카카오회원번호', 'kakao', 'kakao id'],
  'identities.naver': ['네이버', '네이버id', '네이버아이디', 'naver', 'naver id'],
  'identities.google': ['구글', '구글id', '구글아이디', 'google', 'google id'],
  'identities.apple': ['애플', '애플id', '애플아이디', 'apple', 'apple id'],
  'identities.line': ['라인', '라인id', '라인아이디', 'line', 'line id'],
  'identities.oidc': ['oidc', 'oidc id'],
}

/** A header without case, spaces and joining marks. */
const plain = (header: string): string => header.toLowerCase().replace(/[\s_\-./()[\]]/g, '')

const usual = new Map(
  Object.entries(headers).flatMap(([target, names]) =>
    isTarget(target) ? names.map((name): [string, Target] => [plain(name), target]) : [],
  ),
)

/** The columns' own names in another case, and the usual headers. */
const targets: ReadonlyMap<string, Target> = new Map([
  ...usual,
  ...fieldNames.map((name): [string, Target] => [plain(name), name]),
])

/** The column that a usual header of an old system means. Undefined for an unusual header. */
export const usualTargetOf = (header: string): Target | undefined => targets.get(plain(header))
