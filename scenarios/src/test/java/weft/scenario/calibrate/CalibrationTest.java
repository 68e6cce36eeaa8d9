package weft.scenario.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.scenario.parse.NcclLog;
import weft.scenario.report.CalibrationReport;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.cost.Chooser;
import weft.sim.collective.cost.LibraryCosts;
import weft.sim.collective.cost.Request;
import weft.sim.fabric.Fabric;
import weft.sim.run.GroupLinks;
import weft.topology.hardware.HardwareCatalog;

/** Constants are found again in times that were predicted with them. */
final class CalibrationTest {

  private static final HardwareCatalog HARDWARE = HardwareCatalog.standard();
  private static final LibraryCosts START = HARDWARE.library("nccl-ampere").costs();

  @Test
  void constantsAreFoundAgain() {
    LibraryCosts truth =
        Constants.scaled(
            START,
            List.of(Constants.LAUNCH, Constants.CHUNK, Constants.SHARE),
            new double[] {1.5, 2, 0.8});
    NcclLog log = predicted(truth, 8, 1);
    Calibration.Result result = new Calibration(START, List.of(log), List.of(fabric(log))).fit();
    assertThat(result.meanBefore()).isGreaterThan(0.1);
    assertThat(result.meanAfter()).isLessThan(result.meanBefore() / 8);
    assertThat(ratio(result.costs().ring().shares().simple(), 0.8)).isCloseTo(1, within(0.05));
    assertThat(ratio((double) result.costs().chunkPs(), 2.0 * START.chunkPs()))
        .isCloseTo(1, within(0.25));
  }

  /** What a table says nothing about stays. */
  @Test
  void oneNodeTellsNothingOfTheNetwork() {
    NcclLog log = predicted(START, 8, 1);
    Calibration.Result result = new Calibration(START, List.of(log), List.of(fabric(log))).fit();
    assertThat(result.meanAfter()).isLessThan(1e-3);
    assertThat(result.costs().tree().scaleOut()).isEqualTo(START.tree().scaleOut());
    assertThat(result.costs().oneProcessPs()).isEqualTo(START.oneProcessPs());
  }

  @Test
  void severalLogsAreFittedTogether() {
    LibraryCosts truth =
        Constants.scaled(
            START, List.of(Constants.NETWORK_STEP, Constants.LAUNCH), new double[] {2, 0.7});
    NcclLog one = predicted(truth, 8, 1);
    NcclLog four = predicted(truth, 8, 4);
    Calibration.Result result =
        new Calibration(START, List.of(one, four), List.of(fabric(one), fabric(four))).fit();
    assertThat(result.meanAfter()).isLessThan(result.meanBefore() / 4);
    assertThat(
            ratio(
                (double) result.costs().tree().scaleOut().llPs(),
                2.0 * START.tree().scaleOut().llPs()))
        .isCloseTo(1, within(0.2));
  }

  /** Half the times: twice the rate that the links of the fabric have. */
  @Test
  void whatIsFasterThanItsLinksIsTold() {
    NcclLog log = predicted(START, 8, 1);
    NcclLog fast =
        new NcclLog(
            log.file(),
            log.operation(),
            log.nodes(),
            log.gpu(),
            log.isOneProcess(),
            log.rows().stream()
                .map(row -> new NcclLog.Row(row.bytes(), row.timePs() / 2))
                .toList());
    Calibration.Result result = new Calibration(START, List.of(fast), List.of(fabric(log))).fit();
    assertThat(result.overshoots()).containsKey("ring-share-simple");
    assertThat(result.overshoots().values())
        .allSatisfy(share -> assertThat(share).isGreaterThan(1));
    assertThat(result.costs().ring().shares().simple()).isEqualTo(1);
    assertThat(CalibrationReport.text(result))
        .contains("  ! the times ask for ring-share-", "Maybe another --node")
        .satisfies(
            text -> assertThat(text.lines()).allSatisfy(l -> assertThat(l).hasSizeLessThan(81)));
    Calibration.Result slow = new Calibration(START, List.of(log), List.of(fabric(log))).fit();
    assertThat(slow.overshoots()).isEmpty();
    assertThat(CalibrationReport.text(slow)).doesNotContain("  ! ");
  }

  private static double ratio(double found, double expected) {
    return found / expected;
  }

  private static Fabric fabric(NcclLog log) {
    return LogFabrics.fabric(log, HARDWARE.node("dgx-a100"));
  }

  private static NcclLog predicted(LibraryCosts costs, int gpus, int nodes) {
    List<Integer> perNode = new ArrayList<>();
    IntStream.range(0, nodes).forEach(node -> perNode.add(gpus));
    NcclLog empty = new NcclLog("a.log", Operation.ALL_REDUCE, perNode, "A100", false, List.of());
    Fabric fabric = fabric(empty);
    int[] members = IntStream.range(0, gpus * nodes).toArray();
    GroupLinks links = new GroupLinks(fabric);
    GroupShape shape = links.shape(members, false);
    Chooser chooser =
        new Chooser(Request.of(Operation.ALL_REDUCE), shape, links.of(members, shape), costs);
    NcclLog.Row[] rows =
        IntStream.range(3, 34)
            .mapToObj(
                power -> {
                  long bytes = 1L << power;
                  return new NcclLog.Row(bytes, Math.round(chooser.choice(bytes).timePs()));
                })
            .toArray(NcclLog.Row[]::new);
    return new NcclLog("a.log", Operation.ALL_REDUCE, perNode, "A100", false, Arrays.asList(rows));
  }
}
