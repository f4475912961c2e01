import type { Desk, Rules, Step } from './authorization-endpoint.ts'
import type { Endpoints } from './host.ts'
import { htmlAnswer, redirectAnswer, type StandInAnswer, type StandInRequest } from './messages.ts'
import { consentPage, pickerPage, refusalPage, type Scene } from './pages.ts'

type Look = Omit<Scene, 'language'>

function show(step: Step, scene: Scene, rules: Rules): StandInAnswer {
  switch (step.kind) {
    case 'refused':
      return htmlAnswer(400, refusalPage(scene, step.code, step.why))
    case 'pick':
      return htmlAnswer(200, pickerPage(scene, step.visit, step.people))
    case 'consent': {
      const person = rules.people().find(({ key }) => key === step.person)
      if (person === undefined) return htmlAnswer(400, refusalPage(scene, 'visit', 'nobody of that name'))
      return htmlAnswer(200, consentPage(scene, step.visit, person, step.asks))
    }
    case 'return':
      return redirectAnswer(step.url)
    default:
      return step satisfies never
  }
}

const field = (request: StandInRequest, name: string): string => request.form.get(name) ?? ''

/** The pages of a desk: the authorization endpoint, and where its forms go. */
export function deskEndpoints(authorizePath: string, desk: Desk, rules: Rules, look: Look): Endpoints {
  const page = (request: StandInRequest, step: Step) =>
    show(step, { ...look, language: request.language }, rules)
  return {
    [`GET ${authorizePath}`]: (request) => {
      const query = new URLSearchParams(request.query)
      query.delete('lang')
      return page(request, desk.open(query))
    },
    'POST /stand-in/choose': (request) =>
      page(request, desk.choose(field(request, 'visit'), field(request, 'person'))),
    'POST /stand-in/consent': (request) => {
      const agreed = new Set(request.form.getAll('agreed'))
      const consent = field(request, 'answer') === 'agree' ? { agreed } : 'cancel'
      return page(request, desk.decide(field(request, 'visit'), field(request, 'person'), consent))
    },
  }
}
