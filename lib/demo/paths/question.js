import { enter, mayBeSignedIn, wake } from '../api/session.js'
import { answerQuestion, forgetVisit, visit } from '../api/visit.js'
import { follow, go, when } from '../signpost.js'
import { show, update } from '../stage.js'
import { confirmView, overView, proofView, provenView } from '../views/question.js'

/** Answers, and goes on; what went wrong is told where the question stands. */
async function answer(question, given, how) {
  const told = await answerQuestion(question, given, how)
  return told.problem === undefined ? follow(told) : update({ problem: told.problem })
}

const no = (question) => () => answer(question, { consent: false })
const notMe = (question) => () => answer(question, { consent: false, continueAs: 'new' })

/** Everything fits: a yes is enough. */
when('link_confirmation_required', (question) =>
  show(
    confirmView,
    { question },
    {
      yes: async () => {
        const told = await answerQuestion(question, { consent: true })
        if (told.problem !== undefined) return update({ problem: told.problem })
        forgetVisit()
        enter(told.body)
        return go('account', { word: 'wasLinked', provider: question.identity.provider })
      },
      notMe: notMe(question),
      no: no(question),
    },
  ),
)

/** A part fits: one of the candidates has to sign in first. */
when('link_proof_required', (question) =>
  show(
    proofView,
    { question },
    {
      prove: (ways = ['password', 'code']) =>
        go('sign_in', {
          errand: 'prove',
          ways,
          way: ways.includes('password') ? 'password' : 'code',
          question,
        }),
      notMe: notMe(question),
      no: no(question),
    },
  ),
)

/** The candidate has signed in; what it is for is asked once more, now that it is known who they are. */
when('proven', ({ question }) =>
  show(
    provenView,
    { question },
    {
      yes: () => answer(question, { consent: true }, { asMember: true }),
      other: () => go(question.outcome, question),
      no: no(question),
    },
  ),
)

/** Two accounts of one person. */
when('merge_confirmation_required', (question) =>
  show(
    confirmView,
    { question },
    {
      yes: async () => {
        // The page has been away, and without a token it would count as nobody.
        await wake()
        return answer(question, { consent: true }, { asMember: true })
      },
      no: async () => {
        await answerQuestion(question, { consent: false })
        return go('kept_apart')
      },
    },
  ),
)

when('declined', () => {
  const provider = visit()?.provider
  forgetVisit()
  return show(overView, { isMember: mayBeSignedIn(), provider }, { startOver: () => go('home') })
})
