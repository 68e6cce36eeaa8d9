package weft.scenario.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import weft.scenario.validate.ScenarioLoader;
import weft.sim.collective.exec.StepCosts;
import weft.topology.hardware.HardwareCatalog;

/** What a scenario says of the communication library's costs arrives, and so do its defaults. */
final class StepOverheadTest {

  @Test
  void theDefaultsAreThoseOfNccl() {
    assertThat(costs("")).isEqualTo(StepCosts.NCCL_SIMPLE);
    assertThat(costs("network: { step-overhead: {} }")).isEqualTo(StepCosts.NCCL_SIMPLE);
  }

  @Test
  void eachCanBeReplaced() {
    assertThat(costs("network: { step-overhead: { scale-up: 1us, scale-out: 2us, launch: 3us } }"))
        .isEqualTo(new StepCosts(1_000_000, 2_000_000, 3_000_000));
  }

  private static StepCosts costs(String network) {
    String text =
        """
        fabric: { single-switch: { gpus: 2, gpu: h100, rate: 400Gbps, latency: 1us } }
        workload: { collective: { operation: all_reduce, begin: 1MiB } }
        """;
    HardwareCatalog hardware = HardwareCatalog.standard();
    ModelCatalog models = ModelCatalog.standard();
    ScenarioLoader loader = new ScenarioLoader(new KnownNames(hardware, models));
    return new Assembler(hardware, models)
        .assemble(loader.load("my.yaml", "my", text + network, List.of()).spec())
        .simulation()
        .costs();
  }
}
