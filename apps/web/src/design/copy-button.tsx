import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { IconButton } from './button.tsx';

interface CopyButtonProps {
  label: string;
  text: string | (() => string);
  className?: string;
}

export function CopyButton({ label, text, className }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 1_500);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    setCopied(await copyText(typeof text === 'string' ? text : text()));
  };
  return (
    <IconButton
      label={isCopied ? 'Copied' : label}
      onClick={() => void copy()}
      {...(className ? { className } : {})}
    >
      {isCopied ? <Check size={15} aria-hidden className="text-success" /> : <Copy size={15} aria-hidden />}
    </IconButton>
  );
}

/** Copies; says so where the browser refuses, as it does on a page without TLS. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    toast.error('The browser did not allow copying', {
      description:
        'Select the text and press Ctrl-C. Browsers allow the button on https and on localhost alone.',
    });
    return false;
  }
}
