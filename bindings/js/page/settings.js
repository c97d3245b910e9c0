// SPDX-License-Identifier: MIT
// The form, the fragment of the page's address, and options of the package: the same names in all three. The fragment
// has the addresses of models too, and the form where the hub is, which is no option.
const SEVERAL = new Set(['camera', 'encode', 'decode', 'audio'])
export const MIRROR = 'hf-mirror'

const named = (form) => [...form.elements].filter((field) => field.name)

// What is set, by name.
export function read(form) {
  return Object.fromEntries(
    named(form)
      .map((field) => [field.name, field.value.trim()])
      .filter(([, value]) => value !== '')
  )
}

export function write(form, values) {
  for (const field of named(form)) {
    const value = values[field.name] ?? ''
    // What is not known is asked for all the same: the core says what is wrong with it.
    if (field.tagName === 'SELECT' && ![...field.options].some((option) => option.value === value))
      field.append(new Option(value, value))
    field.value = value
  }
}

const partsOf = (value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

export function optionsOf({ [MIRROR]: _mirror, ...values }) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, SEVERAL.has(name) ? partsOf(value) : value]))
}

export const hubsOf = (values) => ({ hf: values[MIRROR] })

export function fromFragment(fragment) {
  const all = new URLSearchParams(fragment.replace(/^#/, ''))
  const addresses = all.getAll('model')
  all.delete('model')
  const { lang, ...values } = Object.fromEntries(all)
  return { values, addresses, language: lang }
}

export function toFragment(values, addresses, language) {
  const all = new URLSearchParams({ ...values, lang: language })
  for (const address of addresses) all.append('model', address)
  return all.toString().replaceAll('%40', '@').replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/')
}
