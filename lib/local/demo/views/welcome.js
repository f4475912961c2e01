import { h } from '../dom.js'
import { t } from '../language.js'

/** The ways in; `notice` tells what has just happened. */
export function welcomeView({ notice }, actions) {
  return [
    notice === undefined ? null : h('p', { class: 'notice' }, notice()),
    h('h1', { tabindex: '-1' }, t('welcomeTitle')),
    h('p', { class: 'lead' }, t('welcomeLead')),
    h(
      'button',
      { type: 'button', class: 'kakao', onclick: () => actions.kakao() },
      kakaoMark(),
      h('span', {}, t('startKakao')),
    ),
    h(
      'div',
      { class: 'actions' },
      ['password', 'code', 'join'].map((way) =>
        h('button', { type: 'button', onclick: () => actions[way]() }, t(`start_${way}`)),
      ),
    ),
    h('p', { class: 'quiet' }, t('welcomeHint')),
  ]
}

/** A speech bubble, as Kakao asks for on its button. */
function kakaoMark() {
  return h('img', { src: '/demo/bubble.svg', alt: '', width: '20', height: '20' })
}
