import type { Locale } from '../domain/values/locale.ts'
import { calledAs } from './called-as.ts'

const usages = {
  en: `npm run members -- analyze FILE   previews an import, and the cases under the policy of --stage (or IEUM_POLICY)
npm run members -- import FILE    imports members of the old system from .csv, .tsv, .jsonl or .xlsx
    --check           counts what would be imported; writes only FILE.rejects.jsonl and FILE.warnings.jsonl, and no member
    --update          renews who is there and has neither signed in nor changed since; empties no value
    --at-once N       members written at the same time (default: 128)
    --json            prints the result as one line of JSON
npm run members -- bulk FILE      writes the members who share nothing as files from which DynamoDB makes a new table
    --json            as for import
npm run members -- undo ID        takes back the members of an import who have neither signed in nor changed since
Of FILE, for analyze, import and bulk:
    --encoding NAME   of a text file that is not UTF-8 or UTF-16 with its mark: cp949, utf-16le, …
    --map COLUMN=FIELD        names a column, or all columns by a file of such lines. May be given again
    --map-value WORD=MEANING  says what a word of the old system means (정지=suspended). May be given again
    --ignore-unknown  ignores unknown columns
    --strict          rejects a record for each value that is not understood, instead of leaving the value out
npm run members -- export FILE    exports every member to a new .csv or .jsonl that can be imported and only you can read
    --with-passwords  includes password hashes, without which no imported member can sign in by password
    --json            prints the result as JSON
npm run members -- republish --since TIME    tells the events since then again on the stage's bus, with the same ids
npm run members -- redrive        sends the messages again that have failed in the last two weeks
npm run members -- index-names    after a policy considers names: lets it find members who signed up before
npm run members -- erase-again    after a restore of the table: erases the members again who were erased since the backup
npm run members -- close-again TABLE    after a restore: closes the accounts again that are closed in the table of before
npm run members -- show MEMBER    shows members masked, or in full with --full
npm run members -- history MEMBER    shows what happened to a member, newest first; --before ID shows what was before
npm run members -- suspend | unsuspend | deactivate | reactivate | close | sign-out MEMBER
npm run members -- unlink MEMBER PROVIDER[:SUBJECT]    not the last login method, unless with --force
npm run members -- remove-passkey MEMBER ID    by its id in show; not the last login method, unless with --force

MEMBER is an id, an e-mail address, a phone number, provider:subject, login: with a login ID, or external: with the
old system's id. With --stage, show, history and all after them call the stage's service routes: your IAM identity is the
name in the member's history, and IEUM_SERVICE_ORIGIN is the API's origin if it is not the stage's.
    --operator NAME   your name in the member's history (default: IEUM_OPERATOR, or the logged-in user)

The language of reports, faults and this help. JSON and the files are the same in both:
    --language ko|en  (default: Korean for analyze and in a shell with a Korean LANG, else English)

Choose the stage:
    --local           the local stack (PORT or --port; or the data folder IEUM_DATA)
    --stage NAME      the deployed stage of this name
    (neither)         IEUM_TABLE and IEUM_SECRETS or IEUM_SECRETS_ARN in the shell`,
  ko: `npm run members -- analyze FILE   가져오기를 미리 보고, --stage (또는 IEUM_POLICY) 정책에서 어떤 경우가 몇 명인지 셉니다
npm run members -- import FILE    예전 시스템의 회원을 .csv, .tsv, .jsonl, .xlsx 파일에서 가져옵니다
    --check           가져오게 될 회원을 셉니다. FILE.rejects.jsonl과 FILE.warnings.jsonl만 쓰고, 회원은 쓰지 않습니다
    --update          이미 있는 회원 가운데 로그인한 적도 바뀐 적도 없는 회원을 새로 고칩니다. 있던 값을 비우지는 않습니다
    --at-once N       동시에 쓰는 회원 수 (기본값: 128)
    --json            결과를 JSON 한 줄로 출력합니다
npm run members -- bulk FILE      아무와도 값을 나누지 않는 회원을, DynamoDB가 새 테이블로 만들 파일에 씁니다
    --json            import와 같습니다
npm run members -- undo ID        가져온 회원 가운데 로그인한 적도 바뀐 적도 없는 회원을 되돌립니다
FILE에 대하여 (analyze, import, bulk):
    --encoding NAME   UTF-8도, 표시가 있는 UTF-16도 아닌 텍스트 파일의 인코딩: cp949, utf-16le, …
    --map COLUMN=FIELD        열의 이름을 알려 줍니다. 여러 줄을 담은 파일도 되고, 여러 번 쓸 수 있습니다
    --map-value WORD=MEANING  예전 시스템의 낱말이 무슨 뜻인지 알려 줍니다 (정지=suspended). 여러 번 쓸 수 있습니다
    --ignore-unknown  모르는 열을 무시합니다
    --strict          알아볼 수 없는 값이 있으면 그 값만 빼지 않고 레코드를 거절합니다
npm run members -- export FILE    모든 회원을 새 .csv나 .jsonl 파일로 내보냅니다. 다시 가져올 수 있고, 본인만 읽을 수 있는 파일입니다
    --with-passwords  비밀번호 해시도 넣습니다. 해시가 없으면 다시 가져온 회원이 비밀번호로 로그인할 수 없습니다
    --json            결과를 JSON으로 출력합니다
npm run members -- republish --since TIME    그 시각부터의 이벤트를 같은 id로 스테이지의 버스에 다시 보냅니다
npm run members -- redrive        지난 두 주 동안 보내지 못한 메시지를 다시 보냅니다
npm run members -- index-names    정책이 이름을 보게 된 뒤, 그 전에 가입한 회원도 이름으로 찾게 합니다
npm run members -- erase-again    테이블을 복원한 뒤, 백업 이후에 파기된 회원을 다시 파기합니다
npm run members -- close-again TABLE    복원한 뒤, 예전 테이블에서 탈퇴 상태인 계정을 다시 닫습니다
npm run members -- show MEMBER    회원을 가려서 보여 줍니다. --full을 쓰면 모두 보여 줍니다
npm run members -- history MEMBER    회원에게 있었던 일을 최근 것부터 보여 줍니다. --before ID를 쓰면 그 이전을 보여 줍니다
npm run members -- suspend | unsuspend | deactivate | reactivate | close | sign-out MEMBER
                                  정지 | 정지 해제 | 휴면 | 휴면 해제 | 탈퇴 처리 | 모든 기기에서 로그아웃
npm run members -- unlink MEMBER PROVIDER[:SUBJECT]    연결을 끊습니다. 마지막 로그인 수단은 --force가 있어야 끊습니다
npm run members -- remove-passkey MEMBER ID    show에 나오는 id의 패스키를 지웁니다. 마지막 로그인 수단은 --force가 있어야 지웁니다

MEMBER에는 id, 이메일 주소, 전화번호, provider:subject, login:과 아이디, external:과 예전 시스템의 id 가운데 하나를 씁니다.
--stage를 쓰면 show와 history, 그 아래의 명령은 스테이지의 서비스 경로를 호출합니다. 그때는 여러분의 IAM 신원이 회원의
이력에 남고, API의 주소가 스테이지의 origin과 다르면 IEUM_SERVICE_ORIGIN에 적습니다.
    --operator NAME   회원의 이력에 남을 이름 (기본값: IEUM_OPERATOR, 없으면 로그인한 사용자)

결과와 오류, 이 도움말의 언어. JSON과 파일은 두 언어가 같습니다:
    --language ko|en  (기본값: analyze는 한국어. 그 밖에는 셸의 LANG이 한국어이면 한국어, 아니면 영어)

스테이지 고르기:
    --local           이 컴퓨터의 스택 (PORT나 --port. 또는 데이터 폴더 IEUM_DATA)
    --stage NAME      배포된 스테이지의 이름
    (둘 다 없으면)    셸의 IEUM_TABLE과, IEUM_SECRETS 또는 IEUM_SECRETS_ARN`,
} as const satisfies Record<Locale, string>

/** What `npm run members` takes, in the reader's language. */
export const membersUsage = (locale: Locale): string => calledAs(usages[locale])
