package weft.sim.flow.maxmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Completion times of SimGrid (see the README beside the files), by a small fluid loop. */
final class SimGridTest {

  private static final double BYTES_PER_SECOND = 50e9;

  private record Row(double bytes, double finish, int[] links) {}

  private final Map<String, Integer> links = new HashMap<>();

  @ParameterizedTest
  @ValueSource(strings = {"simgrid_ls8x8x1_randnS256.csv", "simgrid_ls32x32x16_permS1024.csv"})
  void completionTimesAgree(String file) throws IOException {
    List<Row> rows = read(file);
    assertThat(rows).hasSizeGreaterThan(250);
    double[] finish = finish(rows);
    for (int flow = 0; flow < finish.length; flow++) {
      assertThat(finish[flow])
          .as("%s, flow %d", file, flow)
          .isCloseTo(rows.get(flow).finish, withinPercentage(5e-8));
    }
  }

  /** All flow at their rates until the first ends; then the rates are new. */
  private double[] finish(List<Row> rows) {
    double[] finish = new double[rows.size()];
    double[] left = rows.stream().mapToDouble(Row::bytes).toArray();
    List<Integer> active = new ArrayList<>();
    for (int flow = 0; flow < finish.length; flow++) {
      active.add(flow);
    }
    MaxMinSolver solver = new MaxMinSolver();
    MaxMinSystem system = new MaxMinSystem();
    double now = 0;
    while (!active.isEmpty()) {
      double[] rates = new double[active.size()];
      describe(rows, active, system);
      solver.solve(system, rates, new int[rates.length]);
      double wait = Double.POSITIVE_INFINITY;
      int first = -1;
      for (int i = 0; i < rates.length; i++) {
        if (left[active.get(i)] / rates[i] < wait) {
          wait = left[active.get(i)] / rates[i];
          first = i;
        }
      }
      now += wait;
      for (int i = 0; i < rates.length; i++) {
        left[active.get(i)] = Math.max(0, left[active.get(i)] - wait * rates[i]);
      }
      finish[active.remove(first)] = now;
    }
    return finish;
  }

  private void describe(List<Row> rows, List<Integer> active, MaxMinSystem system) {
    system.clear(links.size());
    for (int link = 0; link < links.size(); link++) {
      system.capacity(link, BYTES_PER_SECOND);
    }
    for (int flow : active) {
      system.addFlow();
      for (int link : rows.get(flow).links) {
        system.addHop(link);
      }
    }
  }

  private List<Row> read(String file) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(SimGridTest.class.getResourceAsStream("/maxmin/" + file)),
                StandardCharsets.UTF_8))) {
      for (String line : reader.lines().skip(1).toList()) {
        String[] fields = line.split(",", -1);
        int[] path =
            List.of(fields[5].split(";", -1)).stream()
                .mapToInt(name -> links.computeIfAbsent(name, ignored -> links.size()))
                .toArray();
        rows.add(new Row(Double.parseDouble(fields[3]), Double.parseDouble(fields[4]), path));
      }
    }
    return rows;
  }
}
