import type { Bilingual, Locale } from '../../domain/values/locale.ts'
import type { ConsentLine, PersonCard } from './authorization-endpoint.ts'
import { type Html, html } from './html.ts'
import { postsAtOnce } from './messages.ts'
import { style } from './style.ts'

/** The provider that a page stands in for, and the language. */
export interface Scene {
  readonly language: Locale
  readonly provider: Bilingual
  /** The colour of the provider's buttons, and a text colour on it. */
  readonly accent: { readonly surface: string; readonly text: string }
  /** The question of the account picker, where it is not who signs in. */
  readonly pick?: Bilingual
}

const texts = {
  standIn: { ko: '대역', en: 'stand-in' },
  notice: {
    ko: '이 컴퓨터에서만 도는 연습용 화면입니다. 실제 계정 정보를 입력하지 마세요.',
    en: 'A rehearsal screen that runs on this computer only. Do not enter real account data.',
  },
  pick: { ko: '누구로 로그인할까요?', en: 'Who is signing in?' },
  connected: { ko: '연결됨', en: 'connected' },
  search: { ko: '이름, 주소, 사례', en: 'Name, address or case' },
  find: { ko: '찾기', en: 'Find' },
  nobody: { ko: '찾은 사람이 없습니다.', en: 'Nobody fits.' },
  cancel: { ko: '취소', en: 'Cancel' },
  agree: { ko: '동의하고 계속하기', en: 'Agree and continue' },
  ask: { ko: '서비스에 제공할 정보를 선택하세요', en: 'Choose what to share with the service' },
  required: { ko: '필수', en: 'required' },
  optional: { ko: '선택', en: 'optional' },
  goOn: { ko: '서비스로 돌아가기', en: 'Back to the service' },
  refused: { ko: '요청을 처리할 수 없습니다', en: 'The request cannot be handled' },
} as const satisfies Record<string, Bilingual>

function layout(scene: Scene, title: string, content: Html): string {
  const { language, provider, accent } = scene
  const colours = `:root{--accent:${accent.surface};--on-accent:${accent.text}}`
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${provider[language]} (${texts.standIn[language]})</title>
<style>${{ html: colours + style }}</style>
</head>
<body>
<header><strong>${provider[language]}</strong> <span class="badge">${texts.standIn[language]}</span></header>
<main>
<h1>${title}</h1>
${content}
</main>
<footer>${texts.notice[language]}</footer>
</body>
</html>`.html
}

/** What the account picker shows. Without `search` nobody can search there. */
interface Picking {
  readonly visit: string
  readonly people: readonly PersonCard[]
  readonly search?: string
}

function personForm(scene: Scene, visit: string, person: PersonCard): Html {
  const { language } = scene
  const badge = person.connected ? html` <span class="badge">${texts.connected[language]}</span>` : html``
  return html`<li><form method="post" action="/stand-in/choose?lang=${language}">
<input type="hidden" name="visit" value="${visit}">
<button class="person" name="person" value="${person.key}">
<span class="title">${person.title}${badge}</span>
<span class="subtitle">${person.subtitle}</span>
<span class="note">${person.note[language]}</span>
</button></form></li>`
}

/** As many people are seen without a search. */
const seenAtOnce = 6

/** The search among many people. It works without a script. */
function searchForm({ language }: Scene, { visit, people, search }: Picking): Html {
  if (search === undefined || (search === '' && people.length <= seenAtOnce)) return html``
  return html`<form class="search" action="/stand-in/people">
<input type="hidden" name="visit" value="${visit}"><input type="hidden" name="lang" value="${language}">
<input type="search" name="search" value="${search}" placeholder="${texts.search[language]}" aria-label="${texts.search[language]}">
<button class="plain">${texts.find[language]}</button>
</form>`
}

/** The account picker: the people of the cast, each with a note on the case they show. */
export function pickerPage(scene: Scene, picking: Picking): string {
  const { language, pick = texts.pick } = scene
  const { visit, people } = picking
  const nobody = people.length === 0 ? html`<p>${texts.nobody[language]}</p>` : html``
  return layout(
    scene,
    pick[language],
    html`${searchForm(scene, picking)}${nobody}
<ul class="people">${people.map((person) => personForm(scene, visit, person))}</ul>
<form method="post" action="/stand-in/choose?lang=${language}">
<input type="hidden" name="visit" value="${visit}">
<button class="plain" name="person" value="cancel">${texts.cancel[language]}</button>
</form>`,
  )
}

function consentLine(language: Locale, item: ConsentLine): Html {
  const state = html`${item.ticked || item.required ? ' checked' : ''}${item.required ? ' required' : ''}`
  return html`<li><label>
<input type="checkbox" name="agreed" value="${item.id}"${state}>
<span class="title">${item.label[language]} <small>(${texts[item.required ? 'required' : 'optional'][language]})</small></span>
<span class="subtitle">${item.detail}</span>
</label></li>`
}

/** The consent screen. Single items can be refused, or the whole sign-in cancelled. */
export function consentPage(
  scene: Scene,
  visit: string,
  person: PersonCard,
  items: readonly ConsentLine[],
): string {
  const { language } = scene
  return layout(
    scene,
    person.title,
    html`<form method="post" action="/stand-in/consent?lang=${language}">
<input type="hidden" name="visit" value="${visit}">
<input type="hidden" name="person" value="${person.key}">
<fieldset><legend>${texts.ask[language]}</legend>
<ul class="asks">${items.map((item) => consentLine(language, item))}</ul></fieldset>
<button class="accent" name="answer" value="agree">${texts.agree[language]}</button>
<button class="plain" name="answer" value="cancel" formnovalidate>${texts.cancel[language]}</button>
</form>`,
  )
}

/** The page that posts the parameters of an address to it, at once or by its button. */
export function postingPage(scene: Scene, address: string): string {
  const url = new URL(address)
  const fields = [...url.searchParams].map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`,
  )
  return layout(
    scene,
    texts.goOn[scene.language],
    html`<form method="post" action="${url.origin}${url.pathname}">
${fields}<button class="accent">${texts.goOn[scene.language]}</button>
</form>
<script>${{ html: postsAtOnce }}</script>`,
  )
}

/** The page for a request that must not return to the client. */
export const refusalPage = (scene: Scene, code: string, why: string): string =>
  layout(scene, texts.refused[scene.language], html`<p><code>${code}</code></p><p>${why}</p>`)
