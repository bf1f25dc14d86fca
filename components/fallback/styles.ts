// A frame made from text inherits this page's policy, which takes styles with its own nonce only: so the preview's get it.

/** The page with its styles allowed, those of single elements as rules. Scripts stay forbidden by the frame. */
export function withNonce(html: string): string {
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''
  const preview = new DOMParser().parseFromString(html, 'text/html')
  const rules = [...preview.querySelectorAll('[style]')].map((element, i) => {
    element.setAttribute('data-preview', String(i))
    return `[data-preview="${i}"] { ${element.getAttribute('style')} }`
  })
  const own = preview.createElement('style')
  own.textContent = rules.join('\n')
  preview.head.append(own)
  for (const style of preview.querySelectorAll('style')) style.setAttribute('nonce', nonce)
  return `${preview.compatMode === 'CSS1Compat' ? '<!doctype html>' : ''}${preview.documentElement.outerHTML}`
}
