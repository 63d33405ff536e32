import { useLayout } from '../../../state/layout-store.ts';
import { usePreview } from '../../../state/preview-store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { localLink } from './preview-address.ts';

/** Follows an address that a program printed: one of the session opens in the preview, another in a tab of its own. */
export function useFollowLink(): (address: string) => void {
  const { project } = useWorkbench();
  const showBottom = useLayout((state) => state.showBottom);
  const show = usePreview((state) => state.show);
  return (address) => {
    const local = localLink(address);
    if (local) {
      show(project.id, local);
      showBottom('preview');
      return;
    }
    if (/^https?:\/\//i.test(address)) window.open(address, '_blank', 'noopener,noreferrer');
  };
}
