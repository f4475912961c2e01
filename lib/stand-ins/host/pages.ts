import type { Ask, PersonCard } from './authorization-endpoint.ts'
import { type Html, html } from './html.ts'
import type { Bilingual, Language } from './messages.ts'
import { style } from './style.ts'

/** Which provider a page stands in for, and for which service it asks. */
export interface Scene {
  readonly language: Language
  readonly provider: Bilingual
  /** The colour of the provider's buttons, and one for text on it. */
  readonly accent: { readonly surface: string; readonly text: string }
}

const words = {
  standIn: { ko: '대역', en: 'stand-in' },
  notice: {
    ko: '이 컴퓨터에서만 도는 연습용 화면입니다. 실제 계정 정보를 입력하지 마세요.',
    en: 'A rehearsal screen that runs on this computer only. Do not enter real account data.',
  },
  pick: { ko: '누구로 로그인할까요?', en: 'Who is signing in?' },
  connected: { ko: '연결됨', en: 'connected' },
  cancel: { ko: '취소', en: 'Cancel' },
  agree: { ko: '동의하고 계속하기', en: 'Agree and continue' },
  ask: { ko: '서비스에 제공할 정보를 선택하세요', en: 'Choose what to share with the service' },
  required: { ko: '필수', en: 'required' },
  optional: { ko: '선택', en: 'optional' },
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
<title>${title} · ${provider[language]} (${words.standIn[language]})</title>
<style>${{ html: colours + style }}</style>
</head>
<body>
<header><strong>${provider[language]}</strong> <span class="badge">${words.standIn[language]}</span></header>
<main>
<h1>${title}</h1>
${content}
</main>
<footer>${words.notice[language]}</footer>
</body>
</html>`.html
}

function personForm(scene: Scene, visit: string, person: PersonCard): Html {
  const { language } = scene
  const badge = person.connected ? html` <span class="badge">${words.connected[language]}</span>` : html``
  return html`<li><form method="post" action="/stand-in/choose?lang=${language}">
<input type="hidden" name="visit" value="${visit}">
<button class="person" name="person" value="${person.key}">
<span class="title">${person.title}${badge}</span>
<span class="subtitle">${person.subtitle}</span>
<span class="note">${person.note[language]}</span>
</button></form></li>`
}

/** The account picker: everybody of the cast, with a word on what each of them shows. */
export function pickerPage(scene: Scene, visit: string, people: readonly PersonCard[]): string {
  const { language } = scene
  return layout(
    scene,
    words.pick[language],
    html`<ul class="people">${people.map((person) => personForm(scene, visit, person))}</ul>
<form method="post" action="/stand-in/choose?lang=${language}">
<input type="hidden" name="visit" value="${visit}">
<button class="plain" name="person" value="cancel">${words.cancel[language]}</button>
</form>`,
  )
}

function askLine(language: Language, ask: Ask): Html {
  const state = html`${ask.ticked || ask.required ? ' checked' : ''}${ask.required ? ' required' : ''}`
  return html`<li><label>
<input type="checkbox" name="agreed" value="${ask.id}"${state}>
<span class="title">${ask.label[language]} <small>(${words[ask.required ? 'required' : 'optional'][language]})</small></span>
<span class="subtitle">${ask.detail}</span>
</label></li>`
}

/** The consent screen: single items can be left out, or the whole be cancelled. */
export function consentPage(scene: Scene, visit: string, person: PersonCard, asks: readonly Ask[]): string {
  const { language } = scene
  return layout(
    scene,
    person.title,
    html`<form method="post" action="/stand-in/consent?lang=${language}">
<input type="hidden" name="visit" value="${visit}">
<input type="hidden" name="person" value="${person.key}">
<fieldset><legend>${words.ask[language]}</legend>
<ul class="asks">${asks.map((ask) => askLine(language, ask))}</ul></fieldset>
<button class="accent" name="answer" value="agree">${words.agree[language]}</button>
<button class="plain" name="answer" value="cancel" formnovalidate>${words.cancel[language]}</button>
</form>`,
  )
}

/** What a provider shows when it must not send the browser back. */
export const refusalPage = (scene: Scene, code: string, why: string): string =>
  layout(scene, words.refused[scene.language], html`<p><code>${code}</code></p><p>${why}</p>`)
