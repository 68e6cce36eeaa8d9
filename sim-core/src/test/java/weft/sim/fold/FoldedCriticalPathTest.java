package weft.sim.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.fabric.Fabric;
import weft.sim.metrics.CriticalPath;
import weft.sim.metrics.FoldingFigures;
import weft.sim.metrics.StepBreakdown;
import weft.sim.run.ProgressListener;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationSpec;
import weft.sim.run.TracedResult;

/** The critical path of a folded run is that of real ranks, the same as without folding. */
final class FoldedCriticalPathTest {

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 5, 13})
  void thePathIsTheSame(int slowRank) {
    MiniStep step = new MiniStep(4, 2, 2, 3, 50_000, slowRank, false);
    Fabric fabric = new MiniCluster(4, 4, 4, 2, 400).fabric();
    SimulationSpec spec = SimulationSpec.of(fabric, step.program());
    TracedResult folded = Simulation.trace(spec, ProgressListener.NONE);
    TracedResult whole = Simulation.trace(spec.withFolding(false), ProgressListener.NONE);
    FoldingFigures figures = Objects.requireNonNull(folded.result().folding());
    assertThat(figures.classes()).isLessThan(figures.ranks());
    CriticalPath one = Objects.requireNonNull(folded.criticalPath());
    CriticalPath other = Objects.requireNonNull(whole.criticalPath());
    assertThat(one.pieces()).isEqualTo(other.pieces());
    for (int piece = 0; piece < one.pieces(); piece++) {
      assertThat(one.rank(piece)).isEqualTo(other.rank(piece));
      assertThat(one.activity(piece)).isEqualTo(other.activity(piece));
      assertThat(one.endPs(piece)).isEqualTo(other.endPs(piece));
    }
    assertThat(one.totals()).isEqualTo(other.totals());
    assertThat(folded.slowRank()).isEqualTo(whole.slowRank());
    StepBreakdown breakdown = Objects.requireNonNull(folded.result().breakdown());
    StepBreakdown unfolded = Objects.requireNonNull(whole.result().breakdown());
    assertThat(breakdown.parts()).isEqualTo(unfolded.parts());
    assertThat(breakdown.late())
        .usingRecursiveComparison()
        .withComparatorForType(
            (a, b) -> Math.abs(a - b) < 1e-9 ? 0 : Double.compare(a, b), Double.class)
        .isEqualTo(unfolded.late());
    if (slowRank >= 0) {
      assertThat(Objects.requireNonNull(folded.slowRank()).rank()).isEqualTo(slowRank);
    }
  }
}
