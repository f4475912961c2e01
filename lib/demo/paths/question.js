import { ensureToken, keepToken, mayBeSignedIn } from '../api/session.js'
import { forgetVisit, sendAnswer, visit } from '../api/visit.js'
import { isCode, isPassword } from '../login-methods.js'
import { follow, go, when } from '../signpost.js'
import { showView, update } from '../stage.js'
import { confirmView, overView, proofView, provenView } from '../views/question.js'

/** Answers the question. A problem appears beside the question. */
async function answer(question, given, how) {
  const response = await sendAnswer(question, given, how)
  return response.problem === undefined ? follow(response) : update({ problem: response.problem })
}

const no = (question) => () => answer(question, { consent: false })
const notMe = (question) => () => answer(question, { consent: false, continueAs: 'new' })

/** A full match: consent is enough. */
when('link_confirmation_required', (question) =>
  showView(
    confirmView,
    { question },
    {
      yes: async () => {
        const response = await sendAnswer(question, { consent: true })
        if (response.problem !== undefined) return update({ problem: response.problem })
        forgetVisit()
        keepToken(response.body)
        return go('account', { word: 'wasLinked', provider: question.identity.provider })
      },
      notMe: notMe(question),
      no: no(question),
    },
  ),
)

/** A partial match: the person first signs in as one of the candidates. */
when('link_proof_required', (question) =>
  showView(
    proofView,
    { question },
    {
      prove: (methods = ['password', 'code']) =>
        go('sign_in', {
          reason: 'prove',
          methods,
          method: methods.includes('password') ? 'password' : 'code',
          question,
        }),
      notMe: notMe(question),
      no: no(question),
    },
  ),
)

/** The person is signed in to the account. The page asks once more whether to link. */
when('proven', ({ question }) =>
  showView(
    provenView,
    { question },
    {
      yes: () => answer(question, { consent: true }, { asMember: true }),
      other: () => go(question.outcome, question),
      // A visit that was asked to sign up has no question to decline. It runs out by itself.
      no: question.registerToken === undefined ? no(question) : () => go('home'),
    },
  ),
)

/** The methods by which a page can sign in: a password or a code. Others need a page of their own. */
const ownMethods = ([{ methods = [] } = {}]) =>
  methods.filter((method) => isPassword(method) || isCode(method))

/** Two accounts of one person. A check only says who the person is, so the person signs in to the other account first. */
when('merge_confirmation_required', ({ otherAccessToken, ...question }) => {
  const mustProve = question.needs === 'proof' && otherAccessToken === undefined
  const methods = ownMethods(question.candidates)
  return showView(
    confirmView,
    { question, mustProve },
    {
      yes: async () => {
        // After a reload the page has no token, and merging needs the signed-in member.
        await ensureToken()
        return answer(question, { consent: true, otherAccessToken }, { asMember: true })
      },
      proveOtherAccount: () =>
        go('sign_in', { reason: 'other_account', question, ...(methods.length > 0 && { methods }) }),
      no: async () => {
        await sendAnswer(question, { consent: false })
        return go('kept_apart')
      },
    },
  )
})

when('declined', () => {
  const provider = visit()?.provider
  forgetVisit()
  return showView(overView, { isMember: mayBeSignedIn(), provider }, { startOver: () => go('home') })
})
