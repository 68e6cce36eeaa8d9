package weft.scenario.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import weft.scenario.assemble.Assembler;
import weft.scenario.assemble.KnownNames;
import weft.scenario.assemble.ModelCatalog;
import weft.scenario.validate.ScenarioLoader;
import weft.sim.packet.Watchdogs;
import weft.sim.run.PacketNetwork;
import weft.topology.hardware.HardwareCatalog;

/** The watchdogs of a scenario are those of the run, with the engine's defaults. */
final class WatchdogsOfScenariosTest {

  private static Watchdogs watchdogs(String packet) {
    HardwareCatalog hardware = HardwareCatalog.standard();
    ModelCatalog models = ModelCatalog.standard();
    String text =
        """
        fabric: { single-switch: { gpus: 2, gpu: h100, rate: 400Gbps, latency: 1us } }
        network: { model: packet, packet: %s }
        workload: { collective: { operation: all_reduce, begin: 1MiB } }
        """
            .formatted(packet);
    PacketNetwork network =
        new Assembler(hardware, models)
            .assemble(
                new ScenarioLoader(new KnownNames(hardware, models))
                    .load("my.yaml", "my", text, List.of())
                    .spec())
            .simulation()
            .packets();
    assertThat(network).isNotNull();
    return network.watchdogs();
  }

  @Test
  void defaultsAreTheSameInBothPlaces() {
    assertThat(watchdogs("{}")).isEqualTo(Watchdogs.DEFAULT);
    assertThat(watchdogs("{ watchdog: {} }")).isEqualTo(Watchdogs.DEFAULT);
  }

  @Test
  void eachArrives() {
    assertThat(watchdogs("{ watchdog: { stall: 2s, storm: 100us } }"))
        .isEqualTo(new Watchdogs(2_000_000_000_000L, 100_000_000));
    assertThat(watchdogs("{ watchdog: { storm: 1ps } }"))
        .isEqualTo(new Watchdogs(Watchdogs.DEFAULT.stallPs(), 1));
  }
}
