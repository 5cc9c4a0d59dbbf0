import { Type } from 'typebox'
import { Answer, Links } from '../http/answers.ts'

/** Something else, by id and name. */
export const NamedAnswer = Answer('Named', { Id: Type.String(), Name: Type.String() })

/** One of a list to choose from. */
export const ChoiceAnswer = Answer('Choice', { Id: Type.String(), Name: Type.String(), Links: Links() })
