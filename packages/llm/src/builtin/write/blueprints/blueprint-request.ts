import type { DocumentContext } from '../../../model-port.ts';
import type { Source } from '../../question.ts';

/** What a blueprint is made from. */
export interface BlueprintRequest {
  spec: string;
  title: string;
  source: Source;
  documents: readonly DocumentContext[];
  assumptions: readonly string[];
}
