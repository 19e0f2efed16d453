/* Draws links to lessons that the platform does not have in the rich text editor: a click shows what they are. */
const { LinkModalWorkflowSource, TooltipEntity, registerPlugin } = window.draftail;
const { createElement } = window.React;
const { Icon } = window.wagtail.components;

function NodeLink(props) {
  const { hint } = props.contentState.getEntity(props.entityKey).getData();
  // An element, since the editor shortens a label that is a string.
  const label = createElement("span", { className: "scan-node-link__hint" }, hint);
  return createElement(TooltipEntity, { ...props, label, icon: createElement(Icon, { name: "link" }), url: null });
}

/* To edit such a link is to link it anew, as an ordinary link. */
function ChooseLink(props) {
  return createElement(LinkModalWorkflowSource, {
    ...props,
    entity: null,
    entityKey: null,
    entityType: { ...props.entityType, type: "LINK" },
  });
}

registerPlugin({ type: "NODE", source: ChooseLink, decorator: NodeLink });
