package weft.topology.export;

import weft.topology.graph.Topology;

/**
 * The formats in which a whole topology can be written. Each writes devices and cables in the order
 * of their ids, so that the same topology always gives the same bytes.
 */
public enum GraphFormat {
  /** XML that graph tools read. */
  GRAPHML {
    @Override
    public String write(Topology topology) {
      return GraphMlWriter.write(topology);
    }
  },
  /** The language of Graphviz. */
  DOT {
    @Override
    public String write(Topology topology) {
      return DotWriter.write(topology);
    }
  },
  /** JSON of schema {@code weft-graph/1}. */
  GRAPH {
    @Override
    public String write(Topology topology) {
      return JsonGraphWriter.write(topology);
    }
  };

  /** The topology as text, each line with its end. */
  public abstract String write(Topology topology);
}
