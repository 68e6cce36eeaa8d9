package weft.sim.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.fixture.NetworkRun;
import weft.sim.transfer.NetworkModelContract;

/** The contract, and the tour goes on where links are shared: C. */
final class FlowModelTest extends NetworkModelContract {

  @Override
  protected NetworkRun.ModelFactory model() {
    return (engine, fabric, router, probe) -> new FlowModel(engine, fabric, router, probe, true);
  }

  /** {@code a ── b}: each has 25 of 50 bytes/ns, so 1,000 bytes take 40 ns. */
  @Test
  void c01TwoTransfersHalveALink() {
    NetworkRun run = new NetworkRun(pair(G400, 5 * NS), model());
    run.start(0, 0, 1, 1_000);
    run.start(0, 0, 1, 1_000);
    assertThat(run.run().endsPs()).containsExactly(45 * NS, 45 * NS);
  }

  /**
   * {@code a ── b}: the first has sent 500 of 1,500 bytes when the second joins at 10 ns. At 25
   * each the second's 500 are gone at 30 ns; the first's last 500 then take 10 ns more.
   */
  @Test
  void c02ATransferJoinsMidway() {
    NetworkRun run = new NetworkRun(pair(G400, 5 * NS), model());
    run.start(0, 0, 1, 1_500);
    run.start(10 * NS, 0, 1, 500);
    assertThat(run.run().endsPs()).containsExactly(45 * NS, 35 * NS);
  }

  /** {@code a ── b}: 500 and 1,500 bytes at once. 20 ns of both at 25, then 20 ns of one at 50. */
  @Test
  void c03AFreedLinkSpeedsUpTheRest() {
    NetworkRun run = new NetworkRun(pair(G400, 5 * NS), model());
    run.start(0, 0, 1, 500);
    run.start(0, 0, 1, 1_500);
    assertThat(run.run().endsPs()).containsExactly(25 * NS, 45 * NS);
  }

  /** {@code a ── b}: at 20 ns the first leaves and the second comes: nothing changes for anyone. */
  @Test
  void c04OneGoesAsAnotherComes() {
    NetworkRun run = new NetworkRun(pair(G400, 5 * NS), model());
    run.start(0, 0, 1, 1_000);
    run.start(20 * NS, 0, 1, 1_000);
    assertThat(run.run().endsPs()).containsExactly(25 * NS, 45 * NS);
  }

  /**
   * The parking lot {@code a ── b ── c}, cables only: the long transfer and the short ones have 25
   * each. At 40 ns the short ones (1,000 bytes) are gone, and the long one's other 1,000 take 20.
   */
  @Test
  void c05ParkingLot() {
    Fabric fabric =
        new FabricSketch()
            .gpus("a", "b", "c")
            .cable("a", "b", G400, 5 * NS)
            .cable("b", "c", G400, 5 * NS)
            .build();
    NetworkRun run = new NetworkRun(fabric, model());
    run.start(0, 0, 2, 2_000);
    run.start(0, 0, 1, 1_000);
    run.start(0, 1, 2, 1_000);
    assertThat(run.run().endsPs()).containsExactly(70 * NS, 45 * NS, 45 * NS);
  }

  /**
   * Into {@code g3} from three: a third of 50 each, {@code 3,000 / (50/3)} = 180 ns. What {@code
   * g0} has left, {@code 100/3}, its transfer to {@code g4} takes: 1,000 bytes in 30 ns.
   */
  @Test
  void c06IncastLeavesTheRestToOthers() {
    NetworkRun run = new NetworkRun(FabricSketch.star(5, G400, 5 * NS), model());
    run.start(0, 0, 3, 3_000);
    run.start(0, 1, 3, 3_000);
    run.start(0, 2, 3, 3_000);
    run.start(0, 0, 4, 1_000);
    assertThat(run.run().endsPs()).containsExactly(190 * NS, 190 * NS, 190 * NS, 40 * NS);
  }

  /** A thousand transfers that start together cost one solve, drain together and come together. */
  @Test
  void c07SimultaneousTransfersShareOneSolve() {
    NetworkRun run = new NetworkRun(pair(G400, 5 * NS), model());
    for (int i = 0; i < 1_000; i++) {
      run.start(0, 0, 1, 1_000);
    }
    run.run();
    assertThat(run.endsPs()).containsOnly(20_005 * NS);
    assertThat(run.engine().events()).as("starts, one drain, one delivery").isEqualTo(1_002);
  }

  /** Of three that drain together the second has a longer way: 1,000 bytes are 20 ns. */
  @Test
  void whoDrainsTogetherIsDeliveredByLatency() {
    FabricSketch sketch = new FabricSketch().switches(1, "s");
    for (int gpu = 0; gpu < 6; gpu++) {
      sketch.gpus("g" + gpu).cable("g" + gpu, "s", G400, gpu == 3 ? 7 * NS : 5 * NS);
    }
    NetworkRun run = new NetworkRun(sketch.build(), model());
    for (int gpu = 0; gpu < 6; gpu += 2) {
      run.start(0, gpu, gpu + 1, 1_000);
    }
    assertThat(run.run().deliveries()).extracting("transfer").containsExactly(0, 2, 1);
    assertThat(run.endsPs()).containsExactly(30 * NS, 32 * NS, 30 * NS);
  }

  /**
   * The latency does not hold the link: a transfer drains at 20 ns, and the next has it at once.
   */
  @Test
  void c08TheWireIsFreeWhenTheLastByteHasLeft() {
    NetworkRun run = new NetworkRun(pair(G400, 1_000 * NS), model());
    run.start(0, 0, 1, 1_000);
    run.start(30 * NS, 0, 1, 1_000);
    assertThat(run.run().endsPs()).containsExactly(1_020 * NS, 1_050 * NS);
  }

  /** Three thirds of 50 bytes/ns are no whole rate; the picosecond comes out nonetheless. */
  @Test
  void c09AThirdCostsNoPicosecond() {
    NetworkRun run = new NetworkRun(pair(G400, 0), model());
    run.start(0, 0, 1, 1_000);
    run.start(0, 0, 1, 1_000);
    run.start(0, 0, 1, 1_000);
    assertThat(run.run().endsPs()).containsOnly(60 * NS);
  }

  /**
   * While two go to {@code c} the link into it binds them, for 10 ns. Then the longer one is bound
   * by its NIC: of 1,500 bytes for 20 ns, of 750 for 5.
   */
  @ParameterizedTest
  @CsvSource({"1500, a, s", "750, s, c"})
  void c10TheBottleneckIsTheOneOfMostOfTheTime(long bytes, String from, String to) {
    Fabric fabric =
        new FabricSketch()
            .switches(1, "s")
            .gpus("a", "b", "c")
            .cable("a", "s", G400, 0)
            .cable("b", "s", G400, 0)
            .cable("c", "s", 2 * G400 - 1_000, 0)
            .build();
    NetworkRun run = new NetworkRun(fabric, model());
    run.start(0, 0, 2, bytes);
    run.start(0, 1, 2, 500);
    run.run();
    assertThat(run.deliveries().get(0).boundLink()).isEqualTo(FabricSketch.link(fabric, "s", "c"));
    assertThat(run.deliveries().get(1).boundLink()).isEqualTo(FabricSketch.link(fabric, from, to));
  }

  /** A transfer of nothing is bound by no link, whoever had its slot before. */
  @Test
  void c11NothingIsBoundByNothing() {
    NetworkRun run = new NetworkRun(pair(G400, 0), model());
    run.start(0, 0, 1, 1_000);
    run.start(100 * NS, 0, 1, 0);
    run.run();
    assertThat(run.deliveries()).extracting(NetworkRun.Delivery::boundLink).containsExactly(0, -1);
  }

  /** Audited, a shared link is full and no link is more than that. */
  @Test
  void c12LoadsAreReported() {
    Fabric fabric = FabricSketch.star(3, G400, 0);
    NetworkRun run = new NetworkRun(fabric, model());
    run.start(0, 0, 2, 1_000);
    run.start(0, 1, 2, 1_000);
    run.run();
    assertThat(run.highestLoads()[FabricSketch.link(fabric, "s", "g2")]).isEqualTo(G400);
    assertThat(run.highestLoads()[FabricSketch.link(fabric, "g0", "s")]).isEqualTo(G400 / 2);
    assertThat(run.highestLoads()[FabricSketch.link(fabric, "s", "g0")]).isZero();
  }
}
