package weft.sim.collective.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import weft.sim.check.Conservation;
import weft.sim.collective.Operation;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.metrics.TransferRecorder;
import weft.sim.probe.TransferProbes;
import weft.sim.transfer.LinkOwners;

/** Collectives that are repeated instead of simulated, against the same ones simulated. */
final class RepetitionsTest {

  private static final long US = 1_000_000;
  private static final StepCosts COSTS = new StepCosts(US, 3 * US, 5 * US);

  private final Fabric fabric = FabricSketch.star(6, 8_000_000_000L, 500_000);
  private final TransferRecorder recorder = new TransferRecorder();
  private final Conservation conservation = new Conservation(fabric);

  private RingRun run(LinkOwners owners) {
    return new RingRun(fabric, COSTS, owners, TransferProbes.both(recorder, conservation));
  }

  private LinkOwners shared() {
    LinkOwners owners = new LinkOwners(fabric.linkCount());
    owners.claim(LinkOwners.EVERYBODY, 0);
    return owners;
  }

  @Test
  void theSameToThePicosecondAndTheByte() {
    RingRun alone = run(new LinkOwners(fabric.linkCount()));
    RepetitionsTest other = new RepetitionsTest();
    RingRun simulated = other.run(shared());
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 200; i++) {
      Operation operation = Operation.values()[random.nextInt(3)];
      long bytes = random.nextInt(20) * 12_347L;
      assertThat(alone.run(operation, bytes)).isEqualTo(simulated.run(operation, bytes));
    }
    assertThat(alone.ends).isEqualTo(simulated.ends);
    alone.runner.settle();
    simulated.runner.settle();
    conservation.verify(alone.network);
    other.conservation.verify(simulated.network);
    assertThat(recorder.completionTimes()).isEqualTo(other.recorder.completionTimes());
    for (int link = 0; link < fabric.linkCount(); link++) {
      assertThat(alone.network.carriedBytes(link)).isEqualTo(simulated.network.carriedBytes(link));
    }
  }

  /**
   * The first: a launch, 6 transfers that drain and come together, an end; each further: its end.
   */
  @Test
  void eachKindAndSizeIsSimulatedOnce() {
    RingRun alone = run(new LinkOwners(fabric.linkCount()));
    for (int i = 0; i < 100; i++) {
      alone.run(Operation.ALL_REDUCE, 600);
    }
    assertThat(alone.engine.events()).isEqualTo(2 + 6 + 1 + 99);
    RingRun simulated = run(shared());
    for (int i = 0; i < 100; i++) {
      simulated.run(Operation.ALL_REDUCE, 600);
    }
    assertThat(simulated.engine.events()).isEqualTo(100 * (2 + 6 + 1));
  }

  @Test
  void settlingTwiceCountsOnce() {
    RingRun alone = run(new LinkOwners(fabric.linkCount()));
    alone.run(Operation.ALL_GATHER, 600);
    alone.run(Operation.ALL_GATHER, 600);
    alone.runner.settle();
    alone.runner.settle();
    conservation.verify(alone.network);
    assertThat(recorder.completionTimes().count()).isEqualTo(12);
  }
}
