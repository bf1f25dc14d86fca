'use client'
// A certificate with its key: chosen as files, checked and kept by the agent; the form has only its name, and what everybody may see of it.
import { useRef, useState } from 'react'
import { type CertificateFacts, certificateKept, certificatesKept } from '../../lib/protocol/certificates.ts'
import { postJson } from '../live/address.ts'
import { useJson } from '../live/useJson.ts'
import { Button } from '../ui/Button.tsx'
import { Lamp } from '../ui/Lamp.tsx'
import { type ControlProps, nativeProps } from './control.ts'
import { KeyPairFacts } from './KeyPairFacts.tsx'

type Said = { ok: boolean; texts: readonly string[] }

export function KeyPairControl(props: ControlProps) {
  const name = String(props.value)
  const { data: kept } = useJson('/api/certificates', certificatesKept, name)
  const [fresh, setFresh] = useState<CertificateFacts>()
  const { busy, said, send, files, key, password } = useUpload((facts, as) => {
    setFresh(facts)
    props.onChange(as)
  })
  const facts = kept?.[name] ?? fresh
  return (
    <div className="pair">
      {name !== '' && facts && <KeyPairFacts facts={facts} />}
      <div className="pair-files">
        <label htmlFor={props.id}>{name ? 'Another certificate file' : 'Certificate file'}</label>
        <input {...nativeProps(props)} ref={files} type="file" accept=".pem,.crt,.cer,.pfx,.p12" />
        <label htmlFor={`${props.id}-key`}>Private key file</label>
        <input id={`${props.id}-key`} ref={key} type="file" accept=".pem,.key" />
        <label htmlFor={`${props.id}-password`}>Password</label>
        <input
          id={`${props.id}-password`}
          ref={password}
          className="in"
          type="password"
          autoComplete="new-password"
        />
      </div>
      <p className="hint">
        PEM with the chain, or PFX. The key file only where the first holds no key; the password of the PFX or
        of an encrypted key.
      </p>
      <Button small busy={busy ? 'Checking' : undefined} onClick={send}>
        Check and keep
      </Button>
      <div role="status">
        {said?.texts.map((text) => (
          <p key={text} className={`err ${said.ok ? 's-some' : 's-fail'}`}>
            <Lamp shape={said.ok ? 'warn' : 'fail'} />
            <span>{text}</span>
          </p>
        ))}
      </div>
    </div>
  )
}

/** Sends the chosen files. What is typed and chosen is gone afterwards: nothing of a key stays in the page. */
function useUpload(onKept: (facts: CertificateFacts, name: string) => void) {
  const files = useRef<HTMLInputElement>(null)
  const key = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState<Said>()
  const send = async () => {
    setBusy(true)
    setSaid(undefined)
    try {
      const answer = certificateKept.parse(
        await postJson('/api/certificates', {
          certificate: await base64Of(files.current),
          key: await base64Of(key.current),
          password: password.current?.value ?? '',
        }),
      )
      setSaid(answer.ok ? { ok: true, texts: answer.warnings } : { ok: false, texts: [answer.message] })
      if (answer.ok) {
        for (const input of [files, key, password]) if (input.current) input.current.value = ''
        onKept(answer.facts, answer.name)
      }
    } catch (error) {
      setSaid({ ok: false, texts: [error instanceof Error ? error.message : String(error)] })
    }
    setBusy(false)
  }
  return { busy, said, send, files, key, password }
}

async function base64Of(input: HTMLInputElement | null): Promise<string> {
  const [file] = input?.files ?? []
  if (!file) return ''
  const bytes = new Uint8Array(await file.arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
