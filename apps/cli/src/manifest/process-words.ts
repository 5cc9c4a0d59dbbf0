import { type Doc, docsIn, isDoc, textsIn } from './document.ts'

export const ROLES = 'Octopus.Action.TargetRoles'
const WINDOW = 'Octopus.Action.MaxParallelism'
const EXPRESSION = 'Octopus.Step.ConditionVariableExpression'
const ON_SERVER = 'Octopus.Action.RunOnServer'
const SOURCE = 'Octopus.Action.Script.ScriptSource'
const SYNTAX = 'Octopus.Action.Script.Syntax'
const BODY = 'Octopus.Action.Script.ScriptBody'
export const TEAMS = 'Octopus.Action.Manual.ResponsibleTeamIds'
const INSTRUCTIONS = 'Octopus.Action.Manual.Instructions'
const BLOCKS = 'Octopus.Action.Manual.BlockConcurrentDeployments'
const CHILD = 'ChildProject.'
const SCRIPT_TYPE = 'Octopus.Script'
const APPROVAL_TYPE = 'Octopus.Manual'
const CHILD_TYPE = 'Flotilla.DeployChildProject'

export const scalar = { type: ['string', 'number', 'boolean'] }
/** Keys that belong to a step, also where its one action is written into it. */
const STEP_KEYS = ['name', 'condition', 'startTrigger', 'packageRequirement']

/** Short words for common properties of an action; an action has one of the first three, or a type. */
export const actionWords = {
  script: { type: 'string', description: 'A script. What it is written in is said by `syntax`.' },
  scriptFile: { type: 'string', description: 'A file with the script, found from the folder of the manifest.' },
  syntax: { enum: ['Bash', 'PowerShell', 'Python'], description: 'Language of the script; Bash when left out.' },
  approval: {
    type: 'object',
    description: 'Waits for a person to proceed or abort.',
    additionalProperties: false,
    properties: {
      instructions: { type: 'string', description: 'What the person is told.' },
      teams: { type: 'array', items: { type: 'string' }, description: 'Teams whose members may answer.' },
      blocksOthers: { type: 'boolean', description: 'Whether other deployments wait meanwhile.' },
    },
  },
  deployChild: {
    type: 'object',
    description: 'Deploys a release of another project. Keys are the parameters without `ChildProject.`.',
    required: ['Project.Name'],
    additionalProperties: scalar,
  },
}
export const stepWords = {
  roles: { type: 'array', items: { type: 'string' }, description: 'Runs on targets with any of these roles.' },
  maxParallelism: { type: ['integer', 'string'], description: 'How many targets at a time.' },
  conditionExpression: { type: 'string', description: 'Runs when this expression is true.' },
}

/** A step with every short word put into the properties that it stands for. */
export function expandStep(written: Doc): Doc {
  const { roles, maxParallelism, conditionExpression, actions, ...rest } = written
  const isShort = actions === undefined
  const stepProperties = {
    ...(roles === undefined ? {} : { [ROLES]: textsIn(roles).join(',') }),
    ...(maxParallelism === undefined ? {} : { [WINDOW]: String(maxParallelism) }),
    ...(conditionExpression === undefined ? {} : { [EXPRESSION]: conditionExpression }),
  }
  const hasRoles = textsIn(roles).length > 0
  const own = pick(rest, STEP_KEYS)
  return {
    ...own,
    ...(conditionExpression !== undefined && own.condition === undefined ? { condition: 'Variable' } : {}),
    properties: isShort ? stepProperties : { ...(rest.properties as Doc | undefined), ...stepProperties },
    actions: isShort
      ? [expandAction({ name: rest.name, ...without(rest, STEP_KEYS) }, hasRoles)]
      : docsIn(actions).map((given) => expandAction(given, hasRoles)),
  }
}

function expandAction(written: Doc, hasRoles: boolean): Doc {
  const { script, scriptFile: _read, syntax, approval, deployChild, ...rest } = written
  const further = (rest.properties ?? {}) as Doc
  if (script !== undefined) {
    const where = { [ON_SERVER]: hasRoles ? 'false' : 'true' }
    const body = { [SOURCE]: 'Inline', [SYNTAX]: syntax ?? 'Bash', [BODY]: script }
    return { ...rest, type: SCRIPT_TYPE, properties: { ...where, ...body, ...further } }
  }
  if (isDoc(approval)) {
    const words = {
      [INSTRUCTIONS]: approval.instructions ?? '',
      [TEAMS]: textsIn(approval.teams).join(','),
      ...(approval.blocksOthers === true ? { [BLOCKS]: 'True' } : {}),
    }
    return { ...rest, type: APPROVAL_TYPE, properties: { ...words, ...further } }
  }
  if (isDoc(deployChild)) {
    const parameters = Object.fromEntries(Object.entries(deployChild).map(([name, value]) => [CHILD + name, value]))
    return { ...rest, type: CHILD_TYPE, properties: { [ON_SERVER]: 'true', ...parameters, ...further } }
  }
  return rest
}

/** What leaving a property out means, said, so that both forms compare as equal. */
export function settleFound(found: Doc): Doc {
  return {
    ...found,
    actions: docsIn(found.actions).map((given) => {
      const had = given.properties as Doc
      if (given.type === SCRIPT_TYPE && had[BODY] !== undefined)
        return { ...given, properties: sorted({ [SOURCE]: 'Inline', [SYNTAX]: 'PowerShell', ...had }) }
      if (given.type === APPROVAL_TYPE) {
        const { [BLOCKS]: blocks, ...others } = had
        const kept = String(blocks).toLowerCase() === 'true' ? { [BLOCKS]: 'True' } : {}
        return { ...given, properties: sorted({ [TEAMS]: '', [INSTRUCTIONS]: '', ...others, ...kept }) }
      }
      return given
    }),
  }
}

/** The other way round: a step without what is as usual, in short words. */
export function abbreviateStep(short: Doc): Doc {
  const { properties: all, actions, ...rest } = short
  const { [ROLES]: roles, [WINDOW]: window, [EXPRESSION]: expression, ...further } = (all ?? {}) as Doc
  const { condition, ...own } = rest
  const words = {
    ...own,
    ...(condition === undefined || (condition === 'Variable' && expression) ? {} : { condition }),
    ...(expression ? { conditionExpression: expression } : {}),
    ...(roles ? { roles: splitList(roles) } : {}),
    ...(window ? { maxParallelism: window } : {}),
  }
  const hasRoles = splitList(roles).length > 0
  const [only, ...others] = docsIn(actions).map((given) => abbreviateAction(given, hasRoles))
  const isPlain = Object.keys(further).length === 0
  if (only && others.length === 0 && only.name === rest.name && isPlain) return { ...words, ...without(only, ['name']) }
  return { ...words, ...(isPlain ? {} : { properties: further }), actions: [only, ...others].filter(isDoc) }
}

function abbreviateAction(short: Doc, hasRoles: boolean): Doc {
  const { type, properties: all = {}, ...rest } = short
  const had = all as Doc
  const withProperties = (words: Doc, used: readonly string[]) => {
    const further = without(had, used)
    return { ...rest, ...words, ...(Object.keys(further).length === 0 ? {} : { properties: further }) }
  }
  if (type === SCRIPT_TYPE && typeof had[BODY] === 'string' && had[SOURCE] === 'Inline') {
    const isUsualPlace = had[ON_SERVER] === (hasRoles ? 'false' : 'true')
    const syntax = had[SYNTAX] === 'Bash' ? {} : { syntax: had[SYNTAX] }
    return withProperties({ ...syntax, script: had[BODY] }, [
      BODY,
      SOURCE,
      SYNTAX,
      ...(isUsualPlace ? [ON_SERVER] : []),
    ])
  }
  if (type === APPROVAL_TYPE) {
    const approval = {
      ...(had[INSTRUCTIONS] ? { instructions: had[INSTRUCTIONS] } : {}),
      ...(had[TEAMS] ? { teams: splitList(had[TEAMS]) } : {}),
      ...(had[BLOCKS] ? { blocksOthers: true } : {}),
    }
    return withProperties({ approval }, [INSTRUCTIONS, TEAMS, BLOCKS])
  }
  const parameters = Object.entries(had).filter(([name, value]) => name.startsWith(CHILD) && typeof value === 'string')
  if (type === CHILD_TYPE && had[`${CHILD}Project.Name`] !== undefined) {
    const deployChild = Object.fromEntries(parameters.map(([name, value]) => [name.slice(CHILD.length), value]))
    const used = parameters.map(([name]) => name)
    return withProperties({ deployChild }, [...used, ...(had[ON_SERVER] === 'true' ? [ON_SERVER] : [])])
  }
  return { ...rest, type, ...(Object.keys(had).length === 0 ? {} : { properties: had }) }
}

const pick = (doc: Doc, keys: readonly string[]): Doc =>
  Object.fromEntries(Object.entries(doc).filter(([key]) => keys.includes(key)))
const without = (doc: Doc, keys: readonly string[]): Doc =>
  Object.fromEntries(Object.entries(doc).filter(([key]) => !keys.includes(key)))
export const sorted = (doc: Doc): Doc =>
  Object.fromEntries(Object.entries(doc).sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)))
export const splitList = (value: unknown): string[] =>
  String(value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** Names of the actions of a written process. */
export const actionNames = (written: unknown): readonly string[] =>
  docsIn(written).flatMap((given) => (given.actions ? docsIn(given.actions) : [given]).map(({ name }) => String(name)))
