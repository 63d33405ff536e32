import type { AnalysisParts } from '../analysis-parts.ts';
import { statements, values } from '../python/layout.ts';
import { loadTest } from './load-tests.ts';

function mainTest(parts: AnalysisParts): string {
  const outputs = statements([['outputs = ', values(...parts.outputs)]]);
  return `def test_main_writes_every_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(analysis, "OUTPUT_FOLDER", tmp_path)
    analysis.main()
${outputs}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(outputs)
    assert all((tmp_path / name).stat().st_size > 0 for name in outputs)
    assert (tmp_path / "answer.md").read_text(encoding="utf-8") in capsys.readouterr().out`;
}

/** The whole of test_analysis.py. */
export function testFile(parts: AnalysisParts): string {
  return [
    '"""Tests of analysis.py: its functions on small tables, and the program on the real data."""',
    '',
    'from pathlib import Path',
    '',
    'import pandas as pd',
    'import pytest',
    '',
    'import analysis',
    '',
    '',
    [...parts.documents.map(loadTest), ...parts.tests, mainTest(parts)].join('\n\n\n'),
    '',
  ].join('\n');
}
