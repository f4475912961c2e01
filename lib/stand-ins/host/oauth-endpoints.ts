import {
  type AuthorizationEndpoint,
  type AuthorizationRules,
  hasText,
  type SignInStep,
} from './authorization-endpoint.ts'
import type { Endpoints } from './host.ts'
import {
  formPostResponse,
  htmlResponse,
  redirectResponse,
  type StandInRequest,
  type StandInResponse,
} from './messages.ts'
import { consentPage, pickerPage, postingPage, refusalPage, type Scene } from './pages.ts'

type Look = Omit<Scene, 'language'>

function show(step: SignInStep, scene: Scene, rules: AuthorizationRules): StandInResponse {
  switch (step.kind) {
    case 'refused':
      return htmlResponse(400, refusalPage(scene, step.code, step.why))
    case 'pick':
      return htmlResponse(
        200,
        pickerPage(scene, { ...step, people: rules.people().filter(hasText(step.search)) }),
      )
    case 'consent': {
      const person = rules.person(step.person)
      if (person === undefined) return htmlResponse(400, refusalPage(scene, 'visit', 'unknown person'))
      return htmlResponse(200, consentPage(scene, step.visit, person, step.items))
    }
    case 'return':
      return step.posts ? formPostResponse(postingPage(scene, step.url)) : redirectResponse(step.url)
    default:
      return step satisfies never
  }
}

const field = (request: StandInRequest, name: string): string => request.form.get(name) ?? ''

/**
 * The pages of an authorization endpoint, and the targets of their forms. `look` gives the provider's name
 * and colours.
 */
export function oauthEndpoints(
  authorizePath: string,
  endpoint: AuthorizationEndpoint,
  rules: AuthorizationRules,
  look: Look,
): Endpoints {
  const page = (request: StandInRequest, step: SignInStep) =>
    show(step, { ...look, language: request.language }, rules)
  return {
    [`GET ${authorizePath}`]: (request) => {
      const query = new URLSearchParams(request.query)
      query.delete('lang')
      return page(request, endpoint.open(query))
    },
    'GET /stand-in/people': (request) =>
      page(request, endpoint.search(request.query.get('visit') ?? '', request.query.get('search') ?? '')),
    'POST /stand-in/choose': (request) =>
      page(request, endpoint.choose(field(request, 'visit'), field(request, 'person'))),
    'POST /stand-in/consent': (request) => {
      const agreed = new Set(request.form.getAll('agreed'))
      const consent = field(request, 'answer') === 'agree' ? { agreed } : 'cancel'
      return page(request, endpoint.decide(field(request, 'visit'), field(request, 'person'), consent))
    },
  }
}
