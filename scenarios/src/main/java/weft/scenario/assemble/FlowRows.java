package weft.scenario.assemble;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import weft.scenario.spec.FlowTable;
import weft.scenario.spec.FlowTable.Cell;
import weft.sim.fabric.Fabric;
import weft.sim.unit.Durations;
import weft.sim.workload.FlowList;
import weft.sim.workload.PathLoops;
import weft.topology.error.Suggestion;

/** Finds what the rows of a list of flows name in a fabric, and adds them to the flows of a run. */
final class FlowRows {

  private static final int MOST_LISTED = 8;

  /**
   * Among how many flows between two GPUs some can have a path of their own. Their numbers repeat
   * after 65,536 ({@link FlowList#number}), a few of which are left to patterns.
   */
  private static final int MOST_BESIDE_PINNED = 65_000;

  private static final double BITS = 8;
  private static final long DAY_PS = 86_400 * Durations.SECOND_PS;

  private final Fabric fabric;

  /** Of each GPU that rows can name by its number, its endpoint. */
  private final int[] gpus;

  private final PathLoops loops;
  private final Map<String, Integer> nodes = new HashMap<>();
  private final Map<Integer, Integer> gpuOfNode = new HashMap<>();
  private final Map<Long, Integer> rowsOfPair = new HashMap<>();

  /** Of each pair the first row that has a path of its own. */
  private final Map<Long, FlowTable.Row> pinnedOfPair = new LinkedHashMap<>();

  private final List<FlowTable.Fault> faults = new ArrayList<>();

  /**
   * Rows of flows between these GPUs, which they number.
   *
   * @param gpus endpoints
   */
  FlowRows(Fabric fabric, int[] gpus) {
    this.fabric = fabric;
    this.gpus = gpus.clone();
    loops = new PathLoops(fabric);
    for (int node = 0; node < fabric.nodeCount(); node++) {
      nodes.put(fabric.nodeName(node), node);
    }
    for (int gpu = 0; gpu < gpus.length; gpu++) {
      gpuOfNode.put(node(gpu), gpu);
    }
  }

  private int node(int gpu) {
    return fabric.endpointNode(gpus[gpu]);
  }

  /** Adds all rows that are in order; returns what is wrong with the others. */
  List<FlowTable.Fault> addTo(FlowList.Builder flows, FlowTable table) {
    boolean pinned = table.rows().stream().anyMatch(FlowRows::isPinned);
    for (FlowTable.Row row : table.rows()) {
      int before = faults.size();
      int source = endpoint(row.line(), "source", row.source());
      int destination = endpoint(row.line(), "destination", row.destination());
      if (faults.size() == before && source == destination) {
        fault(row.line(), row.destination(), "destination: is the source under another name.");
      }
      if (faults.size() == before) {
        requireTime(row, source);
        add(flows, row, source, destination);
        if (pinned) {
          rowsOfPair.merge(pair(source, destination), 1, Integer::sum);
        }
        if (isPinned(row)) {
          pinnedOfPair.putIfAbsent(pair(source, destination), row);
        }
      }
    }
    pinnedOfPair.forEach(
        (pair, row) -> {
          if (rowsOfPair.getOrDefault(pair, 0) > MOST_BESIDE_PINNED) {
            boolean ack = row.path().isEmpty();
            fault(
                row.line(),
                (ack ? row.ackPath() : row.path()).get(0),
                "%s: there are %,d flows between its two GPUs, and no path can be set for one of more than %,d. Maybe fewer and larger ones."
                    .formatted(
                        ack ? "ack-path" : "path",
                        rowsOfPair.getOrDefault(pair, 0),
                        MOST_BESIDE_PINNED));
          }
        });
    return faults;
  }

  private static boolean isPinned(FlowTable.Row row) {
    return !row.path().isEmpty() || !row.ackPath().isEmpty();
  }

  /** As numbers of flows have it, whichever way they go. */
  private static long pair(int source, int destination) {
    return (long) Math.min(source, destination) << Integer.SIZE | Math.max(source, destination);
  }

  /** Refuses what ends after the time that there is, even if it has its GPU to itself. */
  private void requireTime(FlowTable.Row row, int source) {
    int node = node(source);
    double rateBps =
        IntStream.range(fabric.firstLink(node), fabric.firstLink(node + 1))
            .mapToDouble(fabric::payloadRateBps)
            .max()
            .orElseThrow();
    double endPs = row.startPs() + row.bytes() * BITS / rateBps * Durations.SECOND_PS;
    if (endPs >= Long.MAX_VALUE) {
      fault(
          row.line(),
          row.source(),
          "source: the flow would end after %,.0f days at the earliest, but no more than %d can be simulated. Maybe a smaller size."
              .formatted(endPs / DAY_PS, Long.MAX_VALUE / DAY_PS));
    }
  }

  private void add(FlowList.Builder flows, FlowTable.Row row, int source, int destination) {
    int flow = flows.add(source, destination, row.bytes(), row.startPs());
    if (!row.isEqual()) {
      flows.share(flow, row.weight(), row.rateCapBps(), row.priority());
    }
    int before = faults.size();
    int[] path = path(row.line(), "path", row.path(), source, destination, flow);
    int[] ackPath = path(row.line(), "ack-path", row.ackPath(), destination, source, flow);
    if (faults.size() == before) {
      flows.pin(flow, path.length == 0 ? null : path, ackPath.length == 0 ? null : ackPath);
    }
  }

  private int endpoint(int line, String column, Cell cell) {
    Optional<Integer> number = cell.number();
    if (number.isPresent()) {
      if (number.get() >= gpus.length) {
        fault(line, cell, column + ": there is no GPU " + cell.text() + ".");
      }
      return number.get();
    }
    Integer node = nodes.get(cell.text());
    Integer gpu = node == null ? null : gpuOfNode.get(node);
    if (gpu == null) {
      List<String> names =
          IntStream.range(0, gpus.length).mapToObj(one -> fabric.nodeName(node(one))).toList();
      fault(
          line,
          cell,
          column
              + (node == null
                  ? ": there is no GPU of that name" + Suggestion.oddCharacter(cell.text()) + "."
                  : isGpu(node) ? ": is no GPU of the job." : ": is no GPU.")
              + Suggestion.nearest(cell.text(), names)
                  .map(near -> " Maybe " + near + ".")
                  .orElse(" Maybe a number from 0 to " + (names.size() - 1) + "."));
      return -1;
    }
    return gpu;
  }

  private boolean isGpu(int node) {
    return IntStream.range(0, fabric.endpointCount())
        .anyMatch(endpoint -> fabric.endpointNode(endpoint) == node);
  }

  /** The links of a path; none if it has none or a fault. */
  private int[] path(
      int line, String column, List<Cell> cells, int source, int destination, int flow) {
    if (cells.isEmpty()) {
      return new int[0];
    }
    int first = node(source);
    int last = node(destination);
    List<Integer> passed = new ArrayList<>(List.of(first));
    List<Cell> places = new ArrayList<>(List.of(cells.get(0)));
    for (Cell cell : cells) {
      Integer node = nodes.get(cell.text());
      if (node == null) {
        int before = passed.get(passed.size() - 1);
        fault(
            line,
            cell,
            column
                + ": there is no node of that name"
                + Suggestion.oddCharacter(cell.text())
                + "."
                + Suggestion.nearest(cell.text(), nodes.keySet().stream().sorted().toList())
                    .map(near -> " Maybe " + near + ".")
                    .orElseGet(() -> neighbours(before)));
        return new int[0];
      }
      if (!node.equals(passed.get(passed.size() - 1))) {
        passed.add(node);
        places.add(cell);
      }
    }
    if (passed.get(passed.size() - 1) != last) {
      passed.add(last);
      places.add(cells.get(cells.size() - 1));
    }
    int[] links = new int[passed.size() - 1];
    for (int hop = 0; hop < links.length; hop++) {
      int from = passed.get(hop);
      int to = passed.get(hop + 1);
      int[] parallel =
          IntStream.range(fabric.firstLink(from), fabric.firstLink(from + 1))
              .filter(link -> fabric.target(link) == to)
              .toArray();
      if (parallel.length == 0) {
        fault(
            line,
            places.get(hop + 1),
            "%s: %s is not joined to %s.%s"
                .formatted(column, fabric.nodeName(from), fabric.nodeName(to), between(from, to)));
        return new int[0];
      }
      links[hop] = parallel[flow % parallel.length];
    }
    int closing = loops.firstClosing(links);
    if (closing >= 0) {
      fault(
          line,
          places.get(closing + 1),
          "%s: has a loop, which %s closes. Maybe the same without it."
              .formatted(column, fabric.linkName(links[closing])));
      return new int[0];
    }
    return links;
  }

  /** A node that joins two others, if there is one; else what the first is joined to. */
  private String between(int from, int to) {
    for (int link = fabric.firstLink(from); link < fabric.firstLink(from + 1); link++) {
      if (fabric.isJoined(fabric.target(link), to)) {
        return " Maybe %s > %s > %s."
            .formatted(
                fabric.nodeName(from), fabric.nodeName(fabric.target(link)), fabric.nodeName(to));
      }
    }
    return neighbours(from);
  }

  private String neighbours(int node) {
    List<String> names =
        IntStream.range(fabric.firstLink(node), fabric.firstLink(node + 1))
            .mapToObj(link -> fabric.nodeName(fabric.target(link)))
            .distinct()
            .limit(MOST_LISTED + 1L)
            .toList();
    boolean more = names.size() > MOST_LISTED;
    return " Maybe one that %s is joined to: %s%s."
        .formatted(
            fabric.nodeName(node),
            String.join(", ", names.subList(0, Math.min(MOST_LISTED, names.size()))),
            more ? ", …" : "");
  }

  private void fault(int line, Cell cell, String message) {
    faults.add(new FlowTable.Fault(line, cell.column(), message));
  }
}
