package weft.scenario.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

  /** Of large sizes only: no time is of a tree, none depends on LL. */
  @Test
  void whatNoTimeDependsOnStays() {
    LibraryCosts truth =
        Constants.scaled(START, List.of(Constants.STEP, Constants.CHUNK), new double[] {0.5, 0.6});
    NcclLog all = predicted(truth, 8, 1);
    NcclLog log = times(all, all.rows().subList(22, 31));
    Calibration.Result result = new Calibration(START, List.of(log), List.of(fabric(log))).fit();
    assertThat(result.residuals())
        .allSatisfy(one -> assertThat(one.choice().name()).isEqualTo("ring"));
    assertThat(result.isKept()).isFalse();
    assertThat(result.costs().tree()).isEqualTo(START.tree());
    assertThat(result.costs().launch().llPs()).isEqualTo(START.launch().llPs());
    assertThat(result.costs().ring().scaleUp().llPs()).isEqualTo(START.ring().scaleUp().llPs());
    assertThat(result.costs().chunkPs()).isLessThan(START.chunkPs());
    assertThat(result.fitted()).extracting(Calibration.Fitted::name).contains("chunk");
    assertThat(result.fitted()).allSatisfy(one -> assertThat(one.rows()).isEqualTo(9));
    assertThat(CalibrationReport.text(result))
        .contains("\nfitted: launch × ", " from 9 times", "all else is as before");
  }

  /** Times that have nothing to do with sizes: no library is like that. */
  @Test
  void constantsThatAreNoBetterAreNotTaken() {
    NcclLog log = predicted(START, 8, 1);
    for (int seed = 0; seed < 4; seed++) {
      Random random = new Random(seed);
      NcclLog odd =
          times(
              log,
              log.rows().stream()
                  .map(row -> new NcclLog.Row(row.bytes(), 100_000_000L << random.nextInt(8)))
                  .toList());
      Calibration.Result result = new Calibration(START, List.of(odd), List.of(fabric(log))).fit();
      assertThat(result.meanAfter()).as("seed %d", seed).isLessThanOrEqualTo(result.meanBefore());
      assertThat(result.isKept()).isEqualTo(result.costs().equals(START));
      String warnings = String.join(" ", CalibrationReport.warnings(result));
      assertThat(warnings).contains("are of no use");
      assertThat(warnings.contains("which are kept")).isEqualTo(result.isKept());
      // Rows of the table are as wide as errors of thousands of percents.
      assertThat(CalibrationReport.text(result).lines().filter(line -> !line.contains("  ring ")))
          .allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
    }
  }

  /** A rank alone on a node, at the times of a single node. */
  @Test
  void nodesOfUnequalSizeComeToAnEnd() {
    NcclLog eight = predicted(START, 8, 1);
    NcclLog log =
        new NcclLog("a.log", Operation.ALL_REDUCE, List.of(8, 1), "A100", false, eight.rows());
    Calibration.Result result = new Calibration(START, List.of(log), List.of(fabric(log))).fit();
    assertThat(result.meanAfter()).isLessThanOrEqualTo(result.meanBefore());
  }

  @Test
  void fewTimesForManyFactorsAreTold() {
    NcclLog all =
        predicted(Constants.scaled(START, List.of(Constants.SHARE), new double[] {.8}), 8, 1);
    NcclLog log = times(all, all.rows().subList(29, 31));
    Calibration.Result result = new Calibration(START, List.of(log), List.of(fabric(log))).fit();
    assertThat(CalibrationReport.text(result)).contains("  ! 2 times are few to fit ");
  }

  private static NcclLog times(NcclLog log, List<NcclLog.Row> rows) {
    return new NcclLog(
        log.file(), log.operation(), log.nodes(), log.gpu(), log.isOneProcess(), rows);
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
        times(
            log,
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
