package weft.sim.collective.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weft.sim.collective.Schedule;
import weft.sim.collective.algorithm.Schedules;
import weft.sim.collective.cost.Charges;
import weft.sim.event.BucketEventQueue;
import weft.sim.event.Engine;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.NetworkRun;
import weft.sim.fixture.RailNodes;
import weft.sim.flow.FlowModel;
import weft.sim.route.UpDownRouter;

/** The end of a schedule on lone connections, worked out in any order and event by event. */
final class LoneRunTest {

  static List<ScheduleCase> cases() {
    return ScheduleCase.of(new int[][] {{5}, {4, 4, 4}, {3, 2}});
  }

  /** To the picosecond; there all lanes are run, here those that are not alike. */
  @ParameterizedTest
  @MethodSource("cases")
  void sameAsEventByEvent(ScheduleCase one) {
    PlacedSchedule placed = placed(one);
    long seed = one.toString().hashCode();
    Random random = new Random(seed);
    for (int passes : new int[] {1, 2, 7, 40}) {
      Charges charges = new Charges(0, 600_000, 4_000_000, 0, 1, 1, passes, 0);
      long[] sendPs = new long[placed.lanes().steps()];
      long most = 1L << random.nextInt(30);
      long alikePs = random.nextLong(most);
      for (int step = 0; step < sendPs.length; step++) {
        // Alike in what AlikeLanes takes for alike: lanes of which only one is run.
        sendPs[step] = alikePs * placed.lanes().sentAmounts()[step];
      }
      assertThat(LoneRun.durationPs(placed, charges, passes, sendPs))
          .as("%d passes, seed %d", passes, seed)
          .isEqualTo(EventedRun.durationPs(placed, charges, passes, sendPs));
    }
  }

  private static PlacedSchedule placed(ScheduleCase one) {
    Fabric fabric = RailNodes.of(one.nodes());
    Places places = new Places(fabric, IntStream.range(0, fabric.endpointCount()).toArray());
    Schedule schedule =
        Schedules.of(
            one.operation(),
            one.algorithm(),
            places.shape().withMulticast(),
            0,
            Schedules.AUTOMATIC);
    FlowModel network =
        new FlowModel(
            new Engine(new BucketEventQueue()),
            fabric,
            new UpDownRouter(fabric, 1),
            new NetworkRun.NoProbe(),
            false);
    return new PlacedSchedule(schedule, places, fabric, network, 0);
  }
}
