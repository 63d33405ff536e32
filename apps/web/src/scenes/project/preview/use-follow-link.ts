import { localLink } from './preview-address.ts';
import { useShowPreview } from './use-show-preview.ts';

/** Follows an address that a program printed: one of the session opens in the preview, another in a tab of its own. */
export function useFollowLink(): (address: string) => void {
  const showPreview = useShowPreview();
  return (address) => {
    const local = localLink(address);
    if (local) {
      showPreview(local);
      return;
    }
    if (/^https?:\/\//i.test(address)) window.open(address, '_blank', 'noopener,noreferrer');
  };
}
