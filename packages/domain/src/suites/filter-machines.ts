import type { TargetId } from '../ids.ts'
import type { DroppedMachine, MachineChoice, NoteReason, StopReason } from './child-plan.ts'
import type { Named, ParentMachines, ReleaseDetails } from './child-world.ts'

export interface MachinesAsk {
  /** From the request's parameter, which wins over the machines the parent was started for; null when it names none. */
  readonly named: readonly Named<TargetId>[] | null
  readonly parent: ParentMachines
  readonly details: Pick<ReleaseDetails, 'deployable' | 'hasMachineSteps' | 'outOfReach'>
  readonly ignoresMismatch: boolean
}

export interface MachineAnswer {
  readonly choice: MachineChoice
  readonly notes: readonly NoteReason[]
  /** Set when no machine is left that the child may be deployed to. */
  readonly stop: StopReason | null
}

/**
 * Narrows the machines of the child to those that were asked for. Machines excluded from the parent stay out, always.
 *
 * The asked machines are those that were chosen, not those that the parent's own steps reach, so a parent needs no step
 * of its own on them. An empty result ends the plan; only the explicit option to ignore a mismatch turns it into all
 * machines, and then only when machines were named at all.
 * Source: domain reference 10.8, 10.15; reliability reference S2.
 */
export function filterMachines(ask: MachinesAsk): MachineAnswer {
  const asked = ask.named ?? (ask.parent.specific.length > 0 ? ask.parent.specific : null)
  return asked === null ? excludeOnly(ask) : narrowTo(asked, ask)
}

function excludeOnly({ parent, details }: MachinesAsk): MachineAnswer {
  const excludedIds = parent.excluded.map(({ id }) => id)
  const kept = details.deployable.filter(({ id }) => !excludedIds.includes(id))
  const dropped = details.deployable.filter(({ id }) => excludedIds.includes(id)).map(dropAsExcluded)
  // Also a child without machines: there is nothing of it to exclude.
  if (dropped.length === 0) return { choice: { scope: 'all', kept, dropped, excludedIds }, notes: [], stop: null }
  const choice: MachineChoice = { scope: 'only', kept, dropped, excludedIds }
  const stop: StopReason | null = kept.length > 0 ? null : { code: 'all-machines-excluded', excluded: excludedIds }
  return { choice, notes: [narrowed(choice)], stop }
}

function narrowTo(machines: readonly Named<TargetId>[], ask: MachinesAsk): MachineAnswer {
  const { details, parent, ignoresMismatch } = ask
  const asked = [...new Map(machines.map((machine) => [machine.id, machine])).values()]
  const askedIds = asked.map(({ id }) => id)
  const excludedIds = parent.excluded.map(({ id }) => id)
  const open = details.deployable.filter(({ id }) => !excludedIds.includes(id))
  const openIds = new Set(open.map(({ id }) => id))
  const kept = asked.filter(({ id }) => openIds.has(id))
  const dropped = asked.filter(({ id }) => !openIds.has(id)).map((machine) => dropWithReason(machine, ask))
  const choice: MachineChoice = { scope: 'only', kept, dropped, excludedIds }
  if (kept.length > 0) return { choice, notes: [narrowed(choice)], stop: null }

  const isAllExcluded = open.length === 0 && details.deployable.length > 0
  if (ignoresMismatch && asked.length > 0 && !isAllExcluded) {
    const all: MachineChoice = { scope: 'all', kept: open, dropped: [], excludedIds }
    return { choice: all, notes: [{ code: 'mismatch-ignored', asked: askedIds }], stop: null }
  }
  return { choice, notes: [narrowed(choice)], stop: whyNoneLeft({ askedIds, excludedIds, isAllExcluded, details }) }
}

function whyNoneLeft(facts: {
  askedIds: readonly TargetId[]
  excludedIds: readonly TargetId[]
  isAllExcluded: boolean
  details: MachinesAsk['details']
}): StopReason {
  if (!facts.details.hasMachineSteps) return { code: 'no-machine-steps', asked: facts.askedIds.length }
  if (facts.isAllExcluded) return { code: 'all-machines-excluded', excluded: facts.excludedIds }
  return { code: 'no-machine-matches', asked: facts.askedIds }
}

function narrowed({ kept, dropped }: MachineChoice): NoteReason {
  return { code: 'machines-narrowed', kept: kept.length, dropped: dropped.length }
}

function dropAsExcluded(machine: Named<TargetId>): DroppedMachine {
  return { id: machine.id, name: machine.name, why: 'excluded' }
}

function dropWithReason(machine: Named<TargetId>, { details, parent }: MachinesAsk): DroppedMachine {
  if (parent.excluded.some(({ id }) => id === machine.id)) return dropAsExcluded(machine)
  const known = details.outOfReach.find(({ id }) => id === machine.id)
  return { id: machine.id, name: machine.name, why: known?.why ?? 'out-of-reach' }
}
