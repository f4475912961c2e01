import { accountWords } from './account.ts'
import { problemWords } from './problem.ts'
import { questionWords } from './question.ts'
import { signInWords } from './sign-in.ts'
import { signUpWords } from './sign-up.ts'

/** Every text of the elements. */
export const words = { ...signInWords, ...signUpWords, ...questionWords, ...accountWords, ...problemWords }
