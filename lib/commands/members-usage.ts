import { calledAs } from './called-as.ts'

/** What `npm run members` takes. */
export const membersUsage =
  calledAs(`npm run members -- analyze FILE   previews an import, and the cases under the policy of --stage (or IEUM_POLICY)
    --language en     reports in English (default: ko)
npm run members -- import FILE    imports members of the old system from .csv, .tsv, .jsonl or .xlsx
    --check           writes only FILE.rejects.jsonl and FILE.warnings.jsonl, and no member
    --update          renews who is there and has neither signed in nor changed since; empties no value
    --at-once N       members written at the same time (default: 128)
    --json            prints the result as one line of JSON
npm run members -- undo ID        takes back the members of an import who have neither signed in nor changed since
Of FILE, for analyze and import:
    --encoding NAME   of a text file that is not UTF-8 or UTF-16 with its mark: cp949, utf-16le, …
    --map COLUMN=FIELD        names a column, or all columns by a file of such lines. May be given again
    --map-value WORD=MEANING  says what a word of the old system means (정지=suspended). May be given again
    --ignore-unknown  ignores unknown columns
    --strict          rejects a record for each value that is not understood, instead of leaving the value out
npm run members -- export FILE    exports every member to a new .csv or .jsonl that can be imported and only you can read
    --with-passwords  includes password hashes, without which no imported member can sign in by password
npm run members -- republish --since TIME    tells the events since then again on the stage's bus, with the same ids
npm run members -- redrive        sends the messages again that have failed in the last two weeks
npm run members -- show MEMBER    shows members masked, or in full with --full
npm run members -- history MEMBER    shows what happened to a member, newest first; --before ID shows what was before
npm run members -- suspend | unsuspend | deactivate | reactivate | close | sign-out MEMBER
npm run members -- unlink MEMBER PROVIDER[:SUBJECT]    not the last login method, unless with --force
npm run members -- remove-passkey MEMBER ID    by its id in show; not the last login method, unless with --force

MEMBER is an id, an e-mail address, a phone number, provider:subject, login: with a login ID, or external: with the
old system's id. With --stage, show, history and all after them call the stage's service routes: your IAM identity is the
name in the member's history, and IEUM_SERVICE_ORIGIN is the API's origin if it is not the stage's.
    --operator NAME   your name in the member's history (default: IEUM_OPERATOR, or the logged-in user)

Choose the stage:
    --local           the local stack (PORT or --port; or the data folder IEUM_DATA)
    --stage NAME      the deployed stage of this name
    (neither)         IEUM_TABLE and IEUM_SECRETS or IEUM_SECRETS_ARN in the shell`)
