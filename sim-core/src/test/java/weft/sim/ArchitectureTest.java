package weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weft.architecture.ArchitectureContract;
import weft.architecture.PackageTable;

/** The layers of the engine, as an allow-list; lower floors first. */
final class ArchitectureTest extends ArchitectureContract {
  private static final String UNIT = "weft.sim.unit";
  private static final String COLLECT = "weft.sim.collect";
  private static final String RANDOM = "weft.sim.random";
  private static final String EVENT = "weft.sim.event";
  private static final String FABRIC = "weft.sim.fabric";
  private static final String PROBE = "weft.sim.probe";
  private static final String ROUTE = "weft.sim.route";
  private static final String TRANSFER = "weft.sim.transfer";
  private static final String ANALYTIC = "weft.sim.analytic";
  private static final String MAXMIN = "weft.sim.flow.maxmin";
  private static final String FLOW = "weft.sim.flow";
  private static final String STORE = "weft.sim.packet.store";
  private static final String QUEUE = "weft.sim.packet.queue";
  private static final String TRANSPORT = "weft.sim.packet.transport";
  private static final String PACKET = "weft.sim.packet";
  private static final String COLLECTIVE = "weft.sim.collective";
  private static final String ALGORITHM = "weft.sim.collective.algorithm";
  private static final String VALUES = "weft.sim.collective.values";
  private static final String COST = "weft.sim.collective.cost";
  private static final String EXEC = "weft.sim.collective.exec";
  private static final String WORKLOAD = "weft.sim.workload";
  private static final String FOLD = "weft.sim.fold";
  private static final String LLM = "weft.sim.workload.llm";
  private static final String METRICS = "weft.sim.metrics";
  private static final String CHECK = "weft.sim.check";
  private static final String RUN = "weft.sim.run";

  ArchitectureTest() {
    super(
        PackageTable.below("weft.sim")
            .libraries("java", "it.unimi.dsi.fastutil", "org.jspecify")
            .except("java.io", "java.nio.file", "java.nio.channels", "java.util.logging")
            // 0
            .everyPackageSees(UNIT)
            .row(UNIT)
            .row(COLLECT)
            .row(RANDOM)
            // 1
            .row(EVENT)
            .row(FABRIC)
            .row(PROBE)
            // 2
            .row(ROUTE, RANDOM, FABRIC)
            .row(TRANSFER, EVENT, FABRIC, PROBE, ROUTE)
            // 3
            .row(ANALYTIC, EVENT, FABRIC, PROBE, ROUTE, TRANSFER)
            .row(MAXMIN)
            .row(FLOW, EVENT, FABRIC, PROBE, ROUTE, TRANSFER, MAXMIN)
            .row(STORE)
            .row(QUEUE, RANDOM, FABRIC, STORE)
            .row(TRANSPORT, STORE)
            .row(PACKET, RANDOM, EVENT, FABRIC, PROBE, ROUTE, TRANSFER, STORE, QUEUE, TRANSPORT)
            // 4
            .row(COLLECTIVE)
            .row(ALGORITHM, COLLECTIVE)
            .row(VALUES, COLLECTIVE)
            .row(COST, COLLECTIVE, ALGORITHM)
            .row(EXEC, RANDOM, EVENT, FABRIC, TRANSFER, COLLECTIVE, ALGORITHM, COST)
            // 5
            .row(WORKLOAD, RANDOM, EVENT, FABRIC, PROBE, TRANSFER, COLLECTIVE, EXEC)
            .row(LLM, COLLECTIVE, WORKLOAD)
            .row(METRICS, FABRIC, PROBE)
            .row(CHECK, FABRIC, PROBE, TRANSFER)
            .row(
                FOLD,
                COLLECT,
                EVENT,
                FABRIC,
                PROBE,
                ROUTE,
                TRANSFER,
                FLOW,
                COLLECTIVE,
                EXEC,
                WORKLOAD)
            // 6
            .rowSeeingAllAbove(RUN));
  }

  @Test
  void flowAndPacketNeverSeeEachOther() {
    for (Map.Entry<String, Set<String>> row : table().rows().entrySet()) {
      if (row.getKey().startsWith(FLOW)) {
        assertThat(row.getValue()).as(row.getKey()).noneMatch(name -> name.startsWith(PACKET));
      }
      if (row.getKey().startsWith(PACKET)) {
        assertThat(row.getValue()).as(row.getKey()).noneMatch(name -> name.startsWith(FLOW));
      }
    }
  }

  @Test
  void pureAlgorithmsNeverSeeEvents() {
    assertThat(table().permits(ROUTE, EVENT)).isFalse();
    assertThat(table().permits(COLLECTIVE, EVENT)).isFalse();
    assertThat(table().permits(ALGORITHM, EVENT)).isFalse();
    assertThat(table().permits(MAXMIN, EVENT)).isFalse();
  }

  @Test
  void onlyRunSeesMetricsAndCheck() {
    table()
        .rows()
        .forEach(
            (name, visible) -> {
              if (!name.equals(RUN)) {
                assertThat(visible).as(name).doesNotContain(METRICS, CHECK);
              }
            });
  }
}
