// SPDX-License-Identifier: MIT
// The form, the fragment of the page's address, and options of the package: the same names in all three.
const SEVERAL = new Set(['camera', 'encode', 'decode', 'audio'])

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

export function optionsOf(values) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      SEVERAL.has(name)
        ? value
            .split(',')
            .map((part) => part.trim())
            .filter((part) => part !== '')
        : value
    ])
  )
}

export const fromFragment = (fragment) => Object.fromEntries(new URLSearchParams(fragment.replace(/^#/, '')))

export function toFragment(values, language) {
  return new URLSearchParams({ ...values, lang: language }).toString().replaceAll('%40', '@').replaceAll('%2C', ',')
}
