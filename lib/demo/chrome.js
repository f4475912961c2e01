import { secondsAhead, spanOf } from './time.js'
import { language, onLanguage, setLanguage, t } from './words/language.js'

/** Fills in the texts of the HTML, and again whenever the language changes. */
export function dressPage() {
  for (const button of document.querySelectorAll('[data-language]')) {
    button.addEventListener('click', () => setLanguage(button.dataset.language))
  }
  onLanguage(writeTexts)
  writeTexts()
}

function writeTexts() {
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t)
  for (const element of document.querySelectorAll('[data-t-label]')) {
    element.setAttribute('aria-label', t(element.dataset.tLabel))
  }
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === language()))
  }
  document.title = t('title')
  writeClock()
}

/** Shows how far the clock of ieum is ahead of real time. */
export function writeClock() {
  const clock = document.querySelector('#clock')
  if (clock === null) return
  const seconds = secondsAhead()
  clock.hidden = seconds === 0
  clock.textContent = seconds === 0 ? '' : t('clockAhead', { ahead: spanOf(seconds) })
}
