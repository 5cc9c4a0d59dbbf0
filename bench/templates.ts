import { createVariables, evaluate, type VariableSet } from '@flotilla/domain/templates'
import Handlebars from 'handlebars'
import { Liquid } from 'liquidjs'
import { describeMachine, percentile } from './measure.ts'

/**
 * Evaluating realistic templates, against Handlebars and LiquidJS. Each engine has the template in its own syntax, parsed
 * before, and the same data in the form it likes best; all must give the same text. Rounds of the engines take turns.
 */
const WARM_UP_MS = 300
const ROUND_MS = 60
const ROUNDS = 15

interface Case {
  readonly name: string
  readonly flotilla: string
  readonly handlebars: string
  readonly liquid: string
}

const CASES: readonly Case[] = [
  {
    name: 'settings file of twenty lines',
    ...forEach((expression) =>
      `  "Name": "${expression('Project.Name')}",\n  "Url": "${expression('Web.Url')}",\n`.repeat(10),
    ),
  },
  {
    name: 'connection string',
    ...forEach(
      (expression) =>
        `Server=${expression('Database.Host')},${expression('Database.Port')};Database=${expression('Database.Name')};User Id=${expression('Database.User')}`,
    ),
  },
  {
    name: 'choice of a mode',
    flotilla:
      '#{unless Trigger}Promote#{else}Redeploy#{/unless} to #{if Environment.Name == "Production"}live#{else}test#{/if}',
    handlebars:
      '{{#unless Trigger}}Promote{{else}}Redeploy{{/unless}} to {{#if (eq Environment.Name "Production")}}live{{else}}test{{/if}}',
    liquid:
      '{% unless Trigger %}Promote{% else %}Redeploy{% endunless %} to {% if Environment.Name == "Production" %}live{% else %}test{% endif %}',
  },
  {
    name: 'list of fifty servers',
    flotilla: '#{each server in Servers}server #{server} #{server.Address}:#{server.Port}\n#{/each}',
    handlebars: '{{#each Servers}}server {{@key}} {{this.Address}}:{{this.Port}}\n{{/each}}',
    liquid:
      '{% for server in Servers %}server {{ server[0] }} {{ server[1].Address }}:{{ server[1].Port }}\n{% endfor %}',
  },
  {
    name: 'filters',
    flotilla: '#{Project.Name | ToLower}-#{Environment.Name | ToUpper}-#{Web.Url | Replace "https" "http"}',
    handlebars: '{{lower Project.Name}}-{{upper Environment.Name}}-{{replace Web.Url "https" "http"}}',
    liquid: '{{ Project.Name | downcase }}-{{ Environment.Name | upcase }}-{{ Web.Url | replace: "https", "http" }}',
  },
]

/** The same text with each engine's way to insert a value. */
function forEach(text: (expression: (name: string) => string) => string): Omit<Case, 'name'> {
  const braces = text((name) => `{{${name}}}`)
  return { flotilla: text((name) => `#{${name}}`), handlebars: braces, liquid: braces }
}

const servers = Array.from({ length: 50 }, (_, number) => ({
  name: `web-${number}`,
  Address: `10.0.0.${number}`,
  Port: '8080',
}))

const data = {
  Project: { Name: 'Web API' },
  Web: { Url: 'https://shop.example/api' },
  Database: { Host: 'db.example', Port: '5432', Name: 'shop', User: 'shop-user' },
  Environment: { Name: 'Production' },
  Servers: Object.fromEntries(servers.map(({ name, ...server }) => [name, server])),
}

/** The data as variables, among as many others as a deployment usually has. */
const variables: VariableSet = createVariables([
  ...Array.from({ length: 300 }, (_, number) => ({ name: `Octopus.Other[${number}].Name`, value: `value ${number}` })),
  ...['Project', 'Web', 'Database', 'Environment'].flatMap((group) =>
    Object.entries(data[group as 'Web']).map(([name, value]) => ({ name: `${group}.${name}`, value })),
  ),
  ...servers.flatMap(({ name, Address, Port }) => [
    { name: `Servers[${name}].Address`, value: Address },
    { name: `Servers[${name}].Port`, value: Port },
  ]),
])

const handlebars = Handlebars.create()
handlebars.registerHelper({
  eq: (left: string, right: string) => left === right,
  lower: (text: string) => text.toLowerCase(),
  upper: (text: string) => text.toUpperCase(),
  replace: (text: string, pattern: string, by: string) => text.replaceAll(pattern, by),
})
const liquid = new Liquid()

const engines = {
  Flotilla:
    ({ flotilla }: Case) =>
    () =>
      evaluate(flotilla, variables).text ?? '',
  Handlebars: ({ handlebars: text }: Case) => {
    const run = handlebars.compile(text, { noEscape: true })
    return () => run(data)
  },
  LiquidJS: ({ liquid: text }: Case) => {
    const tokens = liquid.parse(text)
    return () => liquid.renderSync(tokens, data) as string
  },
}

console.log(describeMachine())
for (const each of CASES) {
  const runs = Object.entries(engines).map(([name, prepare]) => ({ name, run: prepare(each), rates: [] as number[] }))
  const texts = new Set(runs.map(({ run }) => run()))
  if (texts.size !== 1) throw new Error(`The engines differ: ${[...texts].join('\n---\n')}`)
  for (const { run } of runs) ratePerSecond(run, WARM_UP_MS)
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { run, rates } of runs) rates.push(ratePerSecond(run, ROUND_MS))
  const medians = runs.map(({ name, rates }) => `${name} ${Math.round(percentile(rates, 0.5) / 1000)}`)
  console.log(`${each.name}: ${medians.join(', ')} (thousand evaluations a second, median of ${ROUNDS})`)
}

function ratePerSecond(run: () => string, forMs: number): number {
  const begin = performance.now()
  let count = 0
  let length = 0
  while (performance.now() - begin < forMs) {
    for (let burst = 0; burst < 20; burst += 1) length += run().length
    count += 20
  }
  if (length === 0) throw new Error('Nothing was evaluated.')
  return (count * 1000) / (performance.now() - begin)
}
