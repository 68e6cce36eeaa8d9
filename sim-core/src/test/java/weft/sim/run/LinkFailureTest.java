package weft.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import weft.sim.collective.Operation;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.workload.CollectiveProgram;

/** Two GPUs on a cable of 1 µs, and on a switch with 10 µs to each. */
final class LinkFailureTest {

  private static final long RATE = 400_000_000_000L;
  private static final long BYTES = 1 << 20;
  private static final Fabric FABRIC =
      new FabricSketch()
          .switches(1, "s")
          .gpus("a", "b")
          .cable("a", "b", RATE, 1_000_000)
          .cable("a", "s", RATE, 10_000_000)
          .cable("b", "s", RATE, 10_000_000)
          .build();
  private static final SimulationSpec SPEC =
      SimulationSpec.of(FABRIC, CollectiveProgram.of(2, Operation.ALL_REDUCE, BYTES));

  /** Two steps, each of half the data and the latency of the slower direction. */
  @ParameterizedTest
  @CsvSource({"ANALYTIC, false, 1", "FLOW, false, 1", "ANALYTIC, true, 20", "FLOW, true, 20"})
  void aCutCableIsGoneAroundInEveryModel(NetworkModelKind model, boolean cut, long latencyUs) {
    SimulationSpec spec =
        SPEC.withModel(model)
            .withFailures(cut ? List.of(fails("a", "b"), fails("b", "a")) : List.of());
    assertThat(Simulation.run(spec).endPs())
        .isEqualTo(2 * (BYTES / 2 * 20 + latencyUs * 1_000_000));
  }

  @Test
  void whoIsCutOffIsNamed() {
    SimulationSpec spec = SPEC.withFailures(List.of(fails("a", "b"), fails("s", "b")));
    assertThatExceptionOfType(CutOffException.class)
        .isThrownBy(() -> Simulation.run(spec))
        .withMessage(
            "no up-down path from a to b, and none over another GPU of their nodes;"
                + " failed: 1 cable of s and b, 1 cable of a and b");
  }

  @ParameterizedTest
  @EnumSource(
      value = NetworkModelKind.class,
      names = {"ANALYTIC", "FLOW"})
  void aLaterFailureIsRefused(NetworkModelKind model) {
    int link = FabricSketch.link(FABRIC, "a", "b");
    SimulationSpec spec = SPEC.withModel(model).withFailures(List.of(new LinkFailure(link, 5)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Simulation.run(spec))
        .withMessage(
            "a → b fails at 5 ps, but the model " + model + " knows only failures from the start");
  }

  @Test
  void whatCannotFailIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SPEC.withFailures(List.of(new LinkFailure(6, 0))))
        .withMessage("no link 6 can fail, only 0 … 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LinkFailure(0, -1))
        .withMessage("link 0 fails at -1 ps");
  }

  private static LinkFailure fails(String from, String to) {
    return new LinkFailure(FabricSketch.link(FABRIC, from, to), 0);
  }
}
